/* dp-judge.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether an answer is what was asked for.
 *
 * A status says little: with 200 comes a page to log in at, with 206 a part of another version or
 * from another place.
 *
 * Thread: any.
 */

#include "dp-judge.h"

#include <string.h>

static gboolean
is_web_page (const DpResponse *response)
{
  return g_strcmp0 (response->content_type, "text/html") == 0 ||
         g_strcmp0 (response->content_type, "application/xhtml+xml") == 0;
}

/* Whether it is of no type that the desktop knows, but surely none of text, nor one that servers make pages
 * with. */
static gboolean
is_surely_binary (const char *name)
{
  static const char *const endings[] = {
    "bin",  "ckpt", "crx",  "dat",         "db",     "dmp",     "efi",      "feather", "fw",
    "gguf", "ipa",  "npy",  "npz",         "onnx",   "pak",     "parquet",  "pcap",    "pkl",
    "pth",  "rom",  "s3db", "safetensors", "sqlite", "sqlite3", "squashfs", "swm",     "tflite",
    "uf2",  "vdi",  "vhd",  "vhdx",        "wad",    "wasm",    "whl",      "wim",     NULL,
  };
  const char *dot = strrchr (name, '.');
  g_autofree char *lower = g_ascii_strdown (dot != NULL ? dot + 1 : "", -1);

  return g_strv_contains (endings, lower);
}

/**
 * dp_judge_is_page_instead:
 * @response: what a server answered
 * @name: (nullable): the name of the file that is wanted, or %NULL if nothing is known of it
 * @is_name_sure: the file has that name already; else a link promises it
 *
 * Thread: any.
 *
 * Returns: whether it is a log-in or error page, where a picture or an archive is wanted
 */
gboolean
dp_judge_is_page_instead (const DpResponse *response, const char *name, gboolean is_name_sure)
{
  g_autofree char *type = NULL;

  if (name == NULL || !is_web_page (response) || response->content_disposition != NULL)
    return FALSE;
  if (is_surely_binary (name))
    return TRUE;
  /* One that may be several types (".iso") is none of text all the same. */
  type = g_content_type_guess (name, NULL, 0, NULL);
  return (is_name_sure || !g_content_type_is_unknown (type)) &&
         !g_content_type_is_a (type, "text/plain") && !g_content_type_is_a (type, "text/html");
}

/**
 * dp_judge_is_total_told:
 * @response: a 200
 *
 * Thread: any.
 *
 * Returns: %FALSE if it says that it is a part of nobody knows how much
 */
gboolean
dp_judge_is_total_told (const DpResponse *response)
{
  return !response->has_range || response->range_total != DP_SIZE_UNKNOWN;
}

/**
 * dp_judge_is_whole:
 * @response: a 200
 *
 * Some servers send a part under that status, and say so in Content-Range alone.  From the start up to
 * where nobody knows it may be the whole (dp_judge_is_total_told()).
 *
 * Thread: any.
 *
 * Returns: whether nothing in it says that it is but a part
 */
gboolean
dp_judge_is_whole (const DpResponse *response)
{
  return !response->has_range || response->range_first == DP_SIZE_UNKNOWN ||
         (response->range_first == 0 && (response->range_last + 1 == response->range_total ||
                                         !dp_judge_is_total_told (response)));
}

/**
 * dp_judge_is_rest_as_whole:
 * @response: a 200 to a request for a range
 * @asked: what was asked for
 *
 * Others send the range under that status and say nothing.  Only what is as long as the file was is
 * certainly the whole.
 *
 * Thread: any.
 *
 * Returns: whether it may be the range that comes: a question without a range will tell
 */
gboolean
dp_judge_is_rest_as_whole (const DpResponse *response, const DpAskedRange *asked)
{
  return asked->first_byte > 0 &&
         (asked->total_bytes == DP_SIZE_UNKNOWN || response->content_length != asked->total_bytes);
}

/* With If-Range a server may leave out how it calls the version (RFC 9110 section 15.3.7).  If it says so,
 * then it has to be the same, letter for letter: a weak tag, or a time that is too new to prove anything,
 * is that of another version all the same. */
static gboolean
is_of_version (const DpResponse *response, const char *validator)
{
  const char *told = response->etag != NULL ? response->etag : response->last_modified;

  return told == NULL || g_strcmp0 (told, validator) == 0;
}

/**
 * dp_judge_is_our_range:
 * @response: a 206
 * @asked: what it shall be
 *
 * Without a total nobody could tell whether it is all of the rest.
 *
 * Thread: any.
 *
 * Returns: whether it is of the version that we have, from where we asked
 */
gboolean
dp_judge_is_our_range (const DpResponse *response, const DpAskedRange *asked)
{
  return response->has_range && response->range_first == asked->first_byte &&
         response->range_total != DP_SIZE_UNKNOWN &&
         (asked->total_bytes == DP_SIZE_UNKNOWN || response->range_total == asked->total_bytes) &&
         (response->content_length == DP_SIZE_UNKNOWN ||
          response->content_length == response->range_last - asked->first_byte + 1) &&
         (response->range_last >= asked->missing_byte ||
          asked->missing_byte == asked->total_bytes) &&
         response->content_encoding == NULL && is_of_version (response, asked->validator);
}

/**
 * dp_judge_is_all_here:
 * @response: a 416
 * @prefix_bytes: how many bytes we have from the start
 * @total_bytes: how long the file is, or %DP_SIZE_UNKNOWN
 * @validator: the version that we have
 *
 * A server that has nothing after what we have: we have it all (RFC 9110 section 15.5.17).
 *
 * Thread: any.
 *
 * Returns: whether the server says so
 */
gboolean
dp_judge_is_all_here (const DpResponse *response,
                      guint64 prefix_bytes,
                      guint64 total_bytes,
                      const char *validator)
{
  return response->has_range && is_of_version (response, validator) &&
         response->range_total == prefix_bytes &&
         (total_bytes == DP_SIZE_UNKNOWN || total_bytes == response->range_total);
}
