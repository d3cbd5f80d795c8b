/* dp-get-options.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-url-list.h"
#include "dp-url.h"

G_BEGIN_DECLS

/**
 * DpGetOptions:
 * @folder: (nullable) (type filename): where the files go, or %NULL for the current folder
 * @n_jobs: how many at the same time, or 0 for as many as make it faster
 * @n_per_host: so many connections to a server at once, or 0 for as many as there are
 * @n_segments: over so many connections each file, or 0 for as many as make it faster
 * @input_file: (nullable) (type filename): a list of links, `-` for standard input
 * @input_type: what @input_file holds
 * @base: (nullable): where the page in @input_file came from
 * @limit_bytes_per_sec: so fast may all together be, or 0 for no limit
 * @each_bytes_per_sec: so fast may each be, or 0 for no limit
 * @timeout_sec: no byte for so long ends an attempt
 * @n_tries: attempts in a row that bring nothing
 * @ca_file: (nullable) (type filename): the authorities to trust
 * @user_agent: (nullable): who we say we are
 * @referer: (nullable): the page that the links stand on
 * @headers: (nullable) (array zero-terminated=1): more headers, as `Name: value`
 * @user: (nullable): `NAME:PASSWORD`
 * @cookie_file: (nullable) (type filename): cookies, as browsers export them
 * @proxy: (nullable): a proxy in place of the desktop's, or `none`
 * @is_no_proxy: no proxy at all
 * @part_file: (nullable) (type filename): an unfinished download to go on with, by another link
 * @is_dry_run: only show the links
 * @is_quiet: nothing on standard output
 * @is_json: events as JSON
 * @is_version: only show the version
 * @links: (nullable) (array zero-terminated=1): the links of the command line
 *
 * What the command line says.
 */
typedef struct
{
  char *folder;
  int n_jobs;
  int n_per_host;
  int n_segments;
  char *input_file;
  DpUrlListType input_type;
  DpUrl *base;
  guint64 limit_bytes_per_sec;
  guint64 each_bytes_per_sec;
  int timeout_sec;
  int n_tries;
  char *ca_file;
  char *user_agent;
  char *referer;
  char **headers;
  char *user;
  char *cookie_file;
  char *proxy;
  gboolean is_no_proxy;
  char *part_file;
  gboolean is_dry_run;
  gboolean is_quiet;
  gboolean is_json;
  gboolean is_version;
  char **links;
} DpGetOptions;

DpGetOptions *dp_get_options_parse (char **argv, GError **error);
void dp_get_options_free (DpGetOptions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpGetOptions, dp_get_options_free)

G_END_DECLS
