# SPDX-License-Identifier: MIT
"""Our labels beside scikit-learn's and fastText's: the same rows, the same
folds, one code for all scores. `make bench-labels`, or name sets:

    BIN=build/bin SHARED=../shared python3 tests/bench_labels.py acl2019 gold

We predict by `classify eval --predictions`, which gives folds and texts to the
rivals. Nothing is chosen here: ours has its defaults, each rival one setting
for all sets. Intervals: 2,000 bootstrap samples of posts, the same for all
systems; they do not hold the chance in training and folds."""
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile
import time

try:
    import numpy as np
except ImportError:
    sys.exit("bench-labels: numpy is not here (apt-get install python3-numpy)")
try:
    import sklearn
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union
    from sklearn.svm import LinearSVC
except ImportError:
    sklearn = None

BIN = os.environ.get("BIN", "build/bin")
DATA = os.path.join(os.environ.get("SHARED") or "../shared", "data/labelled")
OWN = os.environ.get("LABELLED", "data/labelled")
JOBS = os.cpu_count() or 1
SENTIMENTS = ["negative", "neutral", "positive"]
SAMPLES = 2000

Set = collections.namedtuple("Set", "name title files how label measures")
# how: options of `classify eval`; measures: (name, what is published).
SETS = [
    Set("acl2019", "acl2019 complaint, 10-fold", ["acl2019.tsv"], [],
        "complaint", [
            ("macro-F1", "79 ACL 2019; 87-88 transformers 2020-21"),
            ("accuracy", ""), ("AUC", "")]),
    Set("gold", "gold complaint, trained on real + data/labelled",
        ["real.tsv", "own"], ["--test", "gold.tsv"], "complaint",
        [("macro-F1", ""), ("F1", "")]),
    Set("gold", "gold query", ["real.tsv", "own"], ["--test", "gold.tsv"],
        "query", [("macro-F1", ""), ("F1", "")]),
    Set("gold", "gold sentiment", ["real.tsv", "own"],
        ["--test", "gold.tsv"], "sentiment", [("macro-F1", "")]),
    Set("acl2019-domains", "acl2019 complaint, a domain left out",
        ["acl2019.tsv"], ["--group", "domain"], "complaint",
        [("macro-F1", "")]),
    Set("airline", "airline sentiment, an airline left out",
        ["airline.tsv"], ["--group", "airline"], "sentiment",
        [("macro-F1", "")]),
    Set("germeval", "GermEval sentiment (German), 10-fold",
        ["germeval_dev.tsv"], [], "sentiment", [("macro-F1", "")]),
    Set("sentirueval", "SentiRuEval sentiment (Russian), 10-fold",
        ["sentirueval_tkk.tsv"], [], "sentiment", [("macro-F1", ""),
        ("F of + and -", ".315 base, .529 SVM, .559 LSTM, other training")]),
]


# ---- rows ----

def undo(cell):
    """A TSV cell as `classify` reads it."""
    return re.sub(r"\\([tn\\])", lambda m: {"t": "\t", "n": "\n"}.get(
        m[1], "\\"), cell)


def read_tsv(path):
    with open(path, encoding="utf-8", newline="\n") as f:
        names = f.readline().rstrip("\r\n").split("\t")
        return [dict(zip(names, map(undo, line.rstrip("\r\n").split("\t"))))
                for line in f]


def read_rows(path):
    if path.endswith(".tsv"):
        return read_tsv(path)
    with open(path, encoding="utf-8") as f:
        return [{k: str(v) for k, v in json.loads(line).items()}
                for line in f]


def from_polarity(path, to):
    """SentiRuEval: one sentiment where all companies of a tweet share one."""
    name = {"-1": "negative", "0": "neutral", "1": "positive"}
    n = dropped = 0
    with open(to, "w", encoding="utf-8") as out:
        out.write("id\ttext\tsentiment\n")
        with open(path, encoding="utf-8", newline="\n") as f:
            head = f.readline().rstrip("\r\n").split("\t")
            for line in f:
                row = dict(zip(head, line.rstrip("\r\n").split("\t")))
                said = set(row["polarity"].split("|"))
                if len(said) != 1:
                    dropped += 1
                    continue
                n += 1
                out.write("%s\t%s\t%s\n" % (row["id"], row["text"],
                                            name[said.pop()]))
    print("sentirueval: %d tweets, %d left out that are two things at once"
          % (n, dropped))


def files_of(s, tmp):
    """Paths to give to classify, or None with a line saying what lacks."""
    paths = []
    for f in s.files + (s.how[1:] if "--test" in s.how else []):
        if f == "own":
            paths += sorted(os.path.join(OWN, x) for x in os.listdir(OWN)
                            if x.endswith(".jsonl"))
            continue
        path = os.path.join(DATA, f)
        if not os.path.exists(path):
            print("%s: skipped, %s is not here" % (s.title, f))
            return None
        if f == "sentirueval_tkk.tsv":
            from_polarity(path, os.path.join(tmp, f))
            path = os.path.join(tmp, f)
        paths.append(path)
    return paths


def run_ours(s, paths, tmp):
    """Predictions of classify, and rows to train on where they are others."""
    how, train = list(s.how), paths
    if "--test" in how:
        how[1], train = paths[-1], paths[:-1]
    out = os.path.join(tmp, s.name + ".said.tsv")
    subprocess.run([os.path.join(BIN, "classify"), "eval", "-q", "-j",
                    str(JOBS), "--predictions", out] + how + train,
                   check=True, stdout=subprocess.DEVNULL)
    others = None
    if "--test" in how:
        others = [r for p in train for r in read_rows(p)]
    return read_tsv(out), others


# ---- rivals: fit(texts, y, more texts) -> (label, score of class 1) ----

class Scikit:
    name = "scikit-learn"

    @staticmethod
    def missing():
        return None if sklearn else "apt-get install python3-sklearn"

    def __init__(self, texts, known, tmp):
        """Features of all texts; idf from the known ones, as ours."""
        union = make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5),
                            sublinear_tf=True, min_df=2))
        self.x = union.fit([texts[i] for i in known]).transform(texts)

    def fit(self, train, y, test):
        m = LinearSVC(C=SCIKIT_C, class_weight="balanced", random_state=1,
                      max_iter=5000).fit(self.x[train], y)
        d = m.decision_function(self.x[test])
        return m.predict(self.x[test]), d if d.ndim == 1 else d[:, 1]


class FastText:
    name = "fastText"

    @staticmethod
    def missing():
        for d in os.environ.get("PATH", "").split(":"):
            if os.access(os.path.join(d, "fasttext"), os.X_OK):
                return None
        return "apt-get install fasttext"

    def __init__(self, texts, known, tmp):
        """As its manual prepares text: lower case, punctuation apart."""
        self.texts = [" ".join(re.sub(r"([^\w\s])", r" \1 ",
                                      t.lower()).split()) or "." for t in texts]
        self.tmp = tmp

    def fit(self, train, y, test):
        with tempfile.TemporaryDirectory(dir=self.tmp) as d:
            for name, rows in ("train", train), ("test", test):
                with open(os.path.join(d, name), "w", encoding="utf-8") as f:
                    for k, i in enumerate(rows):
                        f.write(("__label__%d " % y[k] if name == "train"
                                 else "") + self.texts[i] + "\n")
            subprocess.run(["fasttext", "supervised", "-input", d + "/train",
                            "-output", d + "/m"] + FASTTEXT, check=True,
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            out = subprocess.run(["fasttext", "predict-prob", d + "/m.bin",
                                  d + "/test", "3"], check=True, text=True,
                                 stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL).stdout
        label, one = [], []
        for line in out.splitlines():
            said = line.split()
            p = {int(a[9:]): float(b) for a, b in zip(said[::2], said[1::2])}
            label.append(max(p, key=p.get))
            one.append(p.get(1, 0.0))
        return np.array(label), np.array(one)


# The best of 0.03, 0.1, 0.3, 1 and 3 on the very folds of acl2019 (.805 .831
# .836 .835 .830 macro-F1): a choice in the rival's favour.
SCIKIT_C = 0.3
FASTTEXT = ("-minn 2 -maxn 5 -wordNgrams 2 -dim 50 -bucket 200000 -epoch 25 "
            "-lr 0.5 -thread 1").split()


def run_rival(rival, parts, y, n):
    """parts: (train rows, test rows); y over all rows."""
    label, score = np.full(n, -1), np.zeros(n)

    def part(p):
        return p[1], rival.fit(p[0], y[p[0]], p[1])

    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        for test, (a, b) in pool.map(part, parts):
            label[test], score[test] = a, b
    return label, score


# ---- scores ----

def f1s(table):
    """table[truth][said] -> F1 of each class that occurs, else nan."""
    hit = np.diagonal(table)
    all_ = table.sum(0) + table.sum(1)
    return np.where(table.sum(1) > 0, 2 * hit / np.maximum(all_, 1), np.nan)


def auc(truth, score, w):
    """Ties counted half; w: how often a post counts."""
    order = np.argsort(score, kind="stable")
    _, at = np.unique(score[order], return_inverse=True)
    yes = np.bincount(at, w[order] * truth[order])
    no = np.bincount(at, w[order] * (1 - truth[order]))
    below = np.cumsum(no) - no
    return (yes * (below + no / 2)).sum() / (yes.sum() * no.sum())


def measure(name, truth, label, score, classes, w):
    if name == "AUC":
        return auc(truth, score, w)
    table = np.bincount(truth * classes + label, w,
                        classes * classes).reshape(classes, classes)
    if name == "accuracy":
        return np.trace(table) / table.sum()
    f = f1s(table)
    if name == "F1":
        return f[1]
    return np.mean(f[[0, 2]]) if name == "F of + and -" else np.nanmean(f)


def interval(name, truth, said, classes):
    n = len(truth)
    rng = np.random.default_rng(1)
    value = measure(name, truth, *said, classes, np.ones(n))
    many = [measure(name, truth, *said, classes,
                    np.bincount(rng.integers(0, n, n), minlength=n))
            for _ in range(SAMPLES)]
    return value, np.percentile(many, 2.5), np.percentile(many, 97.5)


def platt(d, y):
    """a, b of 1 / (1 + exp(a d + b)): Newton's method."""
    hi, lo = (y.sum() + 1) / (y.sum() + 2), 1 / ((1 - y).sum() + 2)
    t, x = np.where(y == 1, hi, lo), np.stack([d, np.ones(len(d))], 1)
    v = np.array([0, np.log(((1 - y).sum() + 1) / (y.sum() + 1))])
    for _ in range(50):
        p = 1 / (1 + np.exp(np.clip(x @ v, -50, 50)))
        h = x.T @ (x * (p * (1 - p))[:, None]) + 1e-12 * np.eye(2)
        v = v - np.linalg.solve(h, x.T @ (t - p))
    return v


def strict(s, rows, truth, fold):
    """Our labels, each fold's probabilities fitted on the other folds."""
    names = SENTIMENTS if s.label == "sentiment" else [s.label]
    p = np.full((len(rows), len(names)), -1.0)
    for k, name in enumerate(names):
        d = np.array([float(r["d_" + name] or "nan") for r in rows])
        y = (truth == (k if len(names) > 1 else 1)).astype(int)
        if np.isnan(d).any():
            continue
        for f in np.unique(fold):
            a, b = platt(d[fold != f], y[fold != f])
            at = fold == f
            p[at, k] = 1 / (1 + np.exp(np.clip(a * d[at] + b, -50, 50)))
    return (p[:, 0] >= 0.5).astype(int) if len(names) == 1 else p.argmax(1)


# ---- together ----

def number(row, label):
    v = row.get(label, "")
    if label == "sentiment":
        return SENTIMENTS.index(v) if v in SENTIMENTS else -1
    return int(v) if v in ("0", "1") else -1


def systems(s, rows, others, tmp):
    """[(name, (label, score))], the truth, and our strict macro-F1."""
    rows = [r for r in rows if number(r, s.label) >= 0]
    truth = np.array([number(r, s.label) for r in rows])
    label = np.array([number({s.label: r["said_" + s.label]}, s.label)
                      for r in rows])
    score = np.array([float(r.get("d_" + s.label) or 0) for r in rows])
    n = len(rows)
    texts, y = [r["text"] for r in rows], truth
    if others is None:
        fold = np.array([r["fold"] for r in rows])
        parts = [(np.flatnonzero(fold != f), np.flatnonzero(fold == f))
                 for f in np.unique(fold)]
        known = range(n)
        exact = strict(s, rows, truth, fold)
    else:
        others = [r for r in others if number(r, s.label) >= 0]
        texts = texts + [r["text"] for r in others]
        y = np.append(y, [number(r, s.label) for r in others])
        known = range(n, len(texts))
        parts = [(np.arange(n, len(texts)), np.arange(n))]
        exact = None
    found = [("ours", (label, score))]
    for kind in Scikit, FastText:
        if kind.missing() is None:
            a, b = run_rival(kind(texts, known, tmp), parts, y, len(texts))
            found.append((kind.name, (a[:n], b[:n])))
    return found, truth, exact


def cell(v):
    return "%.3f [%.3f %.3f]" % v


def main():
    wanted = sys.argv[1:]
    unknown = set(wanted) - {s.name for s in SETS}
    if unknown:
        sys.exit("bench-labels: no set is called %s" % ", ".join(unknown))
    for kind in Scikit, FastText:
        if kind.missing():
            print("%s: skipped (%s)" % (kind.name, kind.missing()))
    table, calibrated, predicted = [], [], {}
    start = time.time()
    with tempfile.TemporaryDirectory() as tmp:
        for s in SETS:
            if wanted and s.name not in wanted:
                continue
            if s.name not in predicted:
                paths = files_of(s, tmp)
                predicted[s.name] = paths and run_ours(s, paths, tmp)
            if predicted[s.name] is None:
                continue
            found, truth, exact = systems(s, *predicted[s.name], tmp)
            classes = 3 if s.label == "sentiment" else 2
            for name, published in s.measures:
                table.append((s, len(truth), name, {
                    k: cell(interval(name, truth, v, classes))
                    for k, v in found}, published))
            if exact is not None:
                calibrated.append("%s %.3f" % (s.name, measure(
                    "macro-F1", truth, exact, None, classes,
                    np.ones(len(truth)))))
            print("%s: %d posts, %d s so far" % (s.title, len(truth),
                                                time.time() - start),
                  file=sys.stderr)
    if not table:
        print("nothing to measure")
        return
    form = "%-48s %6s %-13s %-20s %-20s %-20s %s"
    print((form % ("", "posts", "", "ours", "scikit-learn", "fastText",
                   "published")).rstrip())
    last = None
    for s, n, name, v, published in table:
        print((form % ("" if s is last else s.title, "" if s is last else n,
                       name, v["ours"], v.get("scikit-learn", "-"),
                       v.get("fastText", "-"), published)).rstrip())
        last = s
    print("Brackets: 95 % of 2,000 bootstrap samples of posts. Published "
          "figures: other rows and folds, to compare with care.")
    if calibrated:
        print("Our macro-F1 with each fold's probabilities fitted on the "
              "other folds: " + ", ".join(calibrated) + ".")


if __name__ == "__main__":
    main()
