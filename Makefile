# GNU make, run from the top. `make help` lists the targets.
CFLAGS     ?= -O2 -g
CXXFLAGS   ?= $(CFLAGS)
PREFIX     ?= /usr/local
PKG_CONFIG ?= pkg-config
B          ?= build
FUZZ_SECS  ?= 20
Q          := $(if $V,,@)
WERROR     ?= $(if $(CI),-Werror)

# ---- the night: where its data is ----
# Without INPUT a store that is new (or var/sample) gets the sample.
STORE      ?= $(if $(INPUT),var/store,var/sample)
SAMPLE     := $(if $(INPUT),,$(if $(filter-out var/sample,$(STORE)),$(if \
	$(wildcard $(STORE)/posts/*.jsonl),,data/sample),data/sample))
NOW        ?= $(if $(SAMPLE),2026-11-22T02:00:00Z)
MODEL      ?= models/default

# `make ROOMS=ingest build/tests/test_csv` links a test with one program's files only.
ROOMS := ingest classify report
STD    = -std=c11 -D_GNU_SOURCE -I. -ffp-contract=off
WARN   = -Wall -Wextra -Wshadow -Wformat=2 -Wno-format-nonliteral \
	 -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	 -Wwrite-strings -Wvla -Wundef $(WERROR)
CXXWARN = -Wall -Wextra -Wshadow $(WERROR)

# ---- libraries: say what is missing and how to get it ----
GOALS := $(or $(MAKECMDGOALS),all)
ifneq ($(filter-out help clean layers deps deps-check nightly check ci,$(GOALS)),)
need = $(if $(shell $(PKG_CONFIG) --exists '$1' 2>/dev/null && echo y),,\
	$(error $1 not found: `make deps` installs it, or apt-get install $2))
probe = $(if $(shell printf '\043include <$1>\n' | $(CXX) $(CPPFLAGS) -E -xc++ \
	-include cstdio -include string -include vector - >/dev/null 2>&1 && \
	echo y),,$(error $1 not found: `make deps` installs it, or apt-get install $2))
$(call need,jansson >= 2.13,libjansson-dev)
$(call need,gsl >= 2.5,libgsl-dev)
$(call need,pangocairo >= 1.50,libpango1.0-dev)
$(call need,cairo-pdf >= 1.16,libcairo2-dev)
$(call need,libutf8proc >= 2.5,libutf8proc-dev)
$(call need,libzstd >= 1.4,libzstd-dev)
$(call need,zlib >= 1.2,zlib1g-dev)
$(call need,libxxhash >= 0.8,libxxhash-dev)
$(call need,libmd >= 1.0,libmd-dev)
# libsvm, liblinear and cld2 ship no .pc file: look for their headers.
$(call probe,libsvm/svm.h,libsvm-dev)
$(call probe,linear.h,liblinear-dev)
$(call probe,cld2/public/compact_lang_det.h,libcld2-dev)
pc     = $(shell $(PKG_CONFIG) $1 $2)
PC_COMMON := jansson libutf8proc libzstd zlib libxxhash libmd
INC    := $(call pc,--cflags,$(PC_COMMON) gsl cairo-pdf cairo-svg pangocairo fontconfig)
LIBS_common   := $(call pc,--libs,$(PC_COMMON)) -lm -lpthread
LIBS_ingest   := $(LIBS_common)
LIBS_classify := -lsvm -llinear -lcld2 -lstdc++ $(LIBS_common)
LIBS_report   := $(call pc,--libs,gsl cairo-pdf pangocairo fontconfig) $(LIBS_common)
LIBS_tests    := -lsvm -llinear -lcld2 -lstdc++ $(LIBS_report)
endif
DEFS = -DMODEL_DIR='"$(PREFIX)/share/unanswered/models/default"'

# ---- what is built from what ----
obj     = $(patsubst %.c,$B/%.o,$(wildcard $1/*.c $1/*/*.c)) \
	  $(patsubst %.cc,$B/%.o,$(wildcard $1/*.cc))
prog    = $(patsubst tests/%.c,$B/tests/%,$(wildcard tests/$1_*.c))
COMMON := $(call obj,common)
PARTS  := $(filter-out %/main.o,$(foreach r,$(ROOMS),$(call obj,$r)))
TESTS  := $(call prog,test)
BENCH  := $(call prog,bench)
FUZZ   := $(filter-out %_main,$(call prog,fuzz))
FUZZ_MAIN ?= $B/tests/fuzz_main.o

# ingest/, tests/ ... exist as folders: without .PHONY make would call them done.
.PHONY: all $(ROOMS) programs-for-tests check run-checks asan valgrind fuzz \
	fuzz-run golden bench bench-labels model install uninstall nightly night deps \
	deps-check layers help clean ci
.DELETE_ON_ERROR:
.SECONDARY:

all: $(ROOMS)                  ## build the three programs into build/bin
$(ROOMS): %: $B/bin/%
define link-room
$B/bin/$1: $(call obj,$1) $(COMMON)
$B/bin/$1: LIBS = $(LIBS_$1)
endef
$(foreach r,$(ROOMS),$(eval $(call link-room,$r)))
$(TESTS) $(BENCH): $B/%: $B/%.o $(PARTS) $(COMMON)
$(FUZZ): $B/%: $B/%.o $(FUZZ_MAIN) $(PARTS) $(COMMON)
$(TESTS) $(BENCH) $(FUZZ): LIBS = $(LIBS_tests)
$(ROOMS:%=$B/bin/%) $(TESTS) $(BENCH) $(FUZZ):
	@mkdir -p $(@D)
	@$(if $V,:,echo '  $(@:$B/%=%)')
	$Q$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)
$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	@$(if $V,:,echo '  $(@:$B/%=%)')
	$Q$(CC) $(STD) $(WARN) $(INC) $(DEFS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$B/%.o: %.cc Makefile
	@mkdir -p $(@D)
	@$(if $V,:,echo '  $(@:$B/%=%)')
	$Q$(CXX) -std=c++17 -I. $(CXXWARN) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c -o $@ $<
-include $(shell find $B -name '*.d' 2>/dev/null)

# ---- packages ----
deps:                          ## install the Debian packages a build and a night need
	@sh ops/deps.sh build
deps-check:                    ## install what the tests need as well
	@sh ops/deps.sh build test

# ---- the night ----
nightly: deps                  ## a whole night: INPUT=FILE FORMAT=twcs STORE=DIR, else the sample
	@$(MAKE) --no-print-directory all
	@$(MAKE) --no-print-directory night
night:
	@$(MAKE) --no-print-directory -f ops/nightly.mk BIN=$B/bin MODEL=$(MODEL) \
	    STORE='$(STORE)' INPUT='$(INPUT)' FORMAT='$(FORMAT)' \
	    SAMPLE='$(SAMPLE)' CONFIG='$(CONFIG)' NOW='$(NOW)' WINDOW='$(WINDOW)' night
model: classify                ## train models/default again from data/labelled: the same bytes
	$B/bin/classify train -j $(shell nproc) --name default -o models/default data/labelled/*.jsonl

# ---- what a developer runs ----
check: deps-check              ## install what tests need, build, run every test
	@$(MAKE) --no-print-directory run-checks
run-checks: all $(TESTS) $(FUZZ) layers
	@BIN=$B/bin TESTBIN=$B/tests sh tests/run.sh $(TESTS) tests/golden.sh $(wildcard tests/cli/*.t) $(FUZZ)
SAN := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
asan: deps-check               ## the same tests under the sanitizers
	@$(MAKE) --no-print-directory B=$B/asan CFLAGS='-O1 -g $(SAN)' \
	    CXXFLAGS='-O1 -g $(SAN)' SANITIZED=1 run-checks
valgrind: all                  ## the night on the sample under valgrind
	@BIN=$B/bin sh tests/valgrind.sh
fuzz: deps-check               ## each harness for FUZZ_SECS (needs clang)
	@$(MAKE) --no-print-directory B=$B/fuzz CC=clang CXX=clang++ \
	    CFLAGS='-O1 -g $(SAN) -fsanitize=fuzzer-no-link' \
	    LDFLAGS='-fsanitize=fuzzer' FUZZ_MAIN= fuzz-run
fuzz-run: $(FUZZ)
	@for f in $^; do c=tests/corpus/$${f##*/fuzz_}; mkdir -p $B/new/$${f##*/} $$c; \
	    echo "fuzz: $${f##*/} for $(FUZZ_SECS) s"; \
	    $$f -max_total_time=$(FUZZ_SECS) -rss_limit_mb=4096 -verbosity=0 \
	    -print_final_stats=1 -artifact_prefix=$B/ $B/new/$${f##*/} $$c || exit 1; done
golden: all                    ## rerun tests/golden, show each difference, ask
	@BIN=$B/bin sh tests/golden.sh accept
bench: all $(BENCH)            ## measured ratios against what runs beside us
	@BIN=$B/bin TESTBIN=$B/tests sh tests/bench.sh
bench-labels: all              ## our labels beside scikit-learn's and fastText's (about ten minutes; ARGS: sets)
	@BIN=$B/bin $(or $(wildcard /usr/bin/python3),python3) tests/bench_labels.py $(ARGS)
layers:                        ## no program includes another's header, common includes none
	@sh tests/layers.sh

# ---- install ----
BINDIR = $(DESTDIR)$(PREFIX)/bin
SHARE  = $(DESTDIR)$(PREFIX)/share/unanswered
MAN    = $(DESTDIR)$(PREFIX)/share/man/man1
install: all                   ## programs, model, night and manual under DESTDIR PREFIX
	install -d $(BINDIR) $(SHARE)/models/default $(SHARE)/sample $(MAN)
	for r in $(ROOMS); do install $B/bin/$$r $(BINDIR)/unanswered-$$r && \
	    install -m 644 $$r/$$r.1 $(MAN)/unanswered-$$r.1 || exit 1; done
	sed 's|@SHARE@|$(PREFIX)/share/unanswered|; s|@BIN@|$(PREFIX)/bin|' ops/unanswered.in \
	    > $(BINDIR)/unanswered && chmod 755 $(BINDIR)/unanswered
	install -m 644 ops/unanswered.1 $(MAN)/unanswered.1
	install -m 644 ops/nightly.mk data/FORMAT.md data/companies.example.json $(SHARE)
	install -m 644 data/sample/* $(SHARE)/sample
	install -m 644 models/default/* $(SHARE)/models/default
uninstall:                     ## remove what install put there
	rm -rf $(SHARE)
	rm -f $(ROOMS:%=$(BINDIR)/unanswered-%) $(BINDIR)/unanswered \
	    $(ROOMS:%=$(MAN)/unanswered-%.1) $(MAN)/unanswered.1

help:                          ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | expand -t 14
clean:                         ## remove what was built
	rm -rf $B
