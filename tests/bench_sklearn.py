"""The same features with scikit-learn, timed on labelling alone: reads labelled
posts from a folder, trains, labels the texts of a JSON Lines file, and prints
`label SECONDS`. Three vectorisers would be one here: the features are shared."""
import glob
import json
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

rows = [json.loads(line) for f in sorted(glob.glob(sys.argv[1] + "/*.jsonl"))
        for line in open(f, encoding="utf-8")]
texts = [r["text"] for r in rows]
union = make_union(
    TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
    TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True,
                    min_df=2))
x = union.fit_transform(texts)
models = [LinearSVC(C=0.1).fit(x, y) for y in (
    [r["complaint"] for r in rows], [r["query"] for r in rows],
    [r["sentiment"] for r in rows])]
posts = open(sys.argv[2], encoding="utf-8").readlines()
start = time.perf_counter()
with open(sys.argv[3], "w", encoding="utf-8") as out:
    for i in range(0, len(posts), 2000):
        part = [json.loads(p) for p in posts[i:i + 2000]]
        v = union.transform([p.get("text", "") for p in part])
        for p, *d in zip(part, *[m.decision_function(v).tolist()
                                 for m in models]):
            p["d"] = d
            out.write(json.dumps(p) + "\n")
print("label %.3f" % (time.perf_counter() - start))
