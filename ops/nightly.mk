# One night, as make sees it: import -> label -> report. Every step looks at
# what is there and does only what is missing, so a broken night resumes and a
# second one does nothing.
#
#   make -f nightly.mk STORE=DIR [INPUT='FILE ...'] [FORMAT=NAME] [CONFIG=FILE]
#       [SAMPLE=DIR] [MODEL=DIR] [WINDOW=30d] [NOW=TIME] [JOBS=N] night
#
# BIN and PREFIX_NAME say where the programs are and how their names begin.
# SAMPLE is a folder with posts.jsonl and companies.json to start from.
BIN         ?= build/bin
PREFIX_NAME ?=
STORE       ?= var
JOBS        ?= $(shell nproc 2>/dev/null || echo 1)
STATUS      ?= /dev/null
input  := $(if $(SAMPLE),$(SAMPLE)/posts.jsonl,$(INPUT))
format := $(addprefix --format=,$(if $(SAMPLE),jsonl,$(FORMAT)))

INGEST   := $(BIN)/$(PREFIX_NAME)ingest
CLASSIFY := $(BIN)/$(PREFIX_NAME)classify
REPORT   := $(BIN)/$(PREFIX_NAME)report
COMPANIES := $(or $(CONFIG),$(STORE)/companies.json)
now := $(if $(NOW),--now=$(NOW))

# Run $1. Exit status 3, 5 and 6 mean that something was published: the night
# goes on and remembers; anything else ends it. STATUS gets the first one.
run = rc=0; $1 || rc=$$?; \
	[ $$rc -eq 0 ] || [ -s '$(STATUS)' ] || echo $$rc > '$(STATUS)'; \
	case $$rc in 0|3|5|6) ;; *) exit $$rc;; esac

.PHONY: night import label report
.NOTPARALLEL:
.SILENT:

night: report
import: $(if $(input),$(COMPANIES))
ifneq ($(strip $(input)),)
	echo '== 1/3 posts: $(input)'
	$(call run,$(INGEST) import -s '$(STORE)' -c '$(COMPANIES)' $(format) \
	    $(now) -j $(JOBS) $(input))
endif
label: import
	echo '== 2/3 labels'
	$(call run,$(CLASSIFY) run -s '$(STORE)' $(if $(MODEL),-m '$(MODEL)') \
	    $(now) -j $(JOBS))
report: label
	echo '== 3/3 report'
	$(call run,$(REPORT) run -s '$(STORE)' -c '$(COMPANIES)' \
	    $(if $(WINDOW),--window=$(WINDOW)) $(now) -j $(JOBS))

# No companies.json yet: draft one from the archive, for a person to complete.
$(STORE)/companies.json:
ifneq ($(SAMPLE),)
	mkdir -p '$(@D)' && cp '$(SAMPLE)/companies.json' '$@.part' && \
	    mv '$@.part' '$@'
else
	echo '== 0/3 companies: drafting $@ from $(firstword $(input))'
	$(call run,$(INGEST) init --from '$(firstword $(input))' $(format) \
	    -s '$(STORE)')
endif
