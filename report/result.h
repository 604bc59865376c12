/* SPDX-License-Identifier: MIT
 *
 * What a report says, before it is written in any format: filled once by
 * report.c, read by every writer. Every number a writer shows stands here,
 * and so in summary.json. Rates and shares are 0..1, times hours unless the
 * name says otherwise, "not available" is NaN. */
#ifndef REPORT_RESULT_H
#define REPORT_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Counts that need no labels (DESIGN 4). */
struct traffic {
	int64_t customer_posts;	/* official is null */
	int64_t official_posts;	/* by an account of this company */
	int64_t threads;	/* with a post that concerns the company */
	int64_t first_posts;	/* customer's, no parent or parent not in store */
	int64_t first_answered;	/* a later official post in its thread */
	double first_response_median_s;	/* over the answered ones; NaN: none */
};

/* A Kaplan-Meier estimate: S after each distinct event time. */
struct curve {
	size_t n;
	double *t;		/* hours, ascending; S is 1 before t[0] */
	double *s, *lo, *hi;	/* S(t), 95 % log-log band */
	int64_t *at_risk;	/* just before t */
	double last;		/* the longest time observed, hours */
};

struct share { double p, lo, hi; };	/* with a 95 % interval */

#define N_WITHIN 4
extern const double within_hours[N_WITHIN];	/* 1 4 24 72 */
#define N_RISK 7
extern const double risk_hours[N_RISK];	/* 0 12 24 36 48 60 72 */

struct response {
	int64_t cases;		/* = answered + deflected + open + unobservable */
	int64_t answered;	/* a public answer that is one */
	int64_t deflected;	/* the first answer only moves the talk away */
	int64_t open;		/* no answer up to as_of */
	int64_t unobservable;	/* no answer seen, thread not wholly readable */
	struct share rate;	/* (answered + deflected) / (cases -
				 * unobservable), Wilson; NaN without cases */
	double bound_lo, bound_hi;	/* rate if every unobservable case were
				 * unanswered / answered */
	double median_hours;	/* Kaplan-Meier median, NaN: not reached */
	double rmst_hours, rmst_se;	/* restricted mean up to 72 h */
	struct share within[N_WITHIN];	/* 1 - S(h) */
	int64_t at_risk[N_RISK];
	struct curve km;
};

struct day { int64_t posts, complaints, queries, cases, answered, open; };

/* One source ("x", "bluesky") of a company, or of all. */
struct channel {
	const char *source;
	struct traffic traffic;
	int64_t posts, complaints, queries;
	struct response response;
};

/* A post quoted in the report: an open case that waits longest or reaches
 * most. The text is as it came (a writer must escape it); no author. */
struct quote {
	const char *id, *source, *text, *url;	/* url may be NULL */
	int64_t created_at;
	double waiting_hours;	/* from the first message to as_of */
	int64_t audience;	/* followers or views, COUNT_NULL unknown */
	bool complaint, query;
};

struct co_result {
	const char *id, *name, *sector;	/* sector may be NULL */
	struct traffic traffic;
	int64_t posts;		/* concerning the company, official included */
	int64_t judged;		/* customer posts with labels */
	int64_t abstained;	/* customer posts the model did not judge */
	int64_t complaints, queries;	/* observed counts, as labelled */
	int64_t negative, neutral, positive;
	struct response response;
	struct day *days;	/* result.n_days of them */
	struct channel *channel; size_t n_channels;	/* by cases, down */
	struct quote *quote; size_t n_quotes;	/* at most 3 */
};

struct source_coverage {
	const char *source;
	int64_t posts, threads, threads_complete, threads_incomplete,
	    threads_unknown;
	int64_t first, last;	/* created_at */
};

struct model_card {		/* what labelled the posts */
	const char *name;	/* "default@3f2a…", NULL: none */
};

struct result {
	int64_t as_of, from, to;	/* window, [from, to) */
	bool window_all;
	const char *window;	/* as asked: "all", "30d" */
	struct model_card model;
	int64_t records, superseded, deleted;	/* read from the store */
	size_t batches;
	int64_t first_day;	/* midnight UTC of days[0] */
	size_t n_days;
	struct co_result total;	/* id "all"; a post about two companies counts
				 * once in posts, a case belongs to one company */
	struct co_result *co; size_t n_co;	/* in the order of the config */
	size_t *rank;		/* n_co indices into co: by lower bound of the
				 * response rate, down; companies below 5
				 * observable cases last, by cases */
	size_t n_ranked;	/* how many have enough cases to be ranked */
	struct source_coverage *source; size_t n_sources;
	bool quotes;		/* false: --no-quotes */
	struct cases *cases;	/* all of them (cases.h), or NULL */
};

#endif
