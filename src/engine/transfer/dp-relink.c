/* dp-relink.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether another link leads to the file whose beginning is here.
 *
 * A link expires, and the person brings another one.  If its server names the version that we have,
 * that and the overlap are the proof, as on every resume (dp-fetch), and nobody asks here.  If it
 * names another version nobody can know: a mirror has names of its own for the same bytes, and a
 * newer file has another name, too.  The person says that it is the same file; only the bytes can
 * contradict.
 *
 * The overlap alone would not do: versions of a file often differ in some places only, and where we
 * happened to be interrupted there may be nothing but zeros.  So the length must be the same, and
 * three samples must be equal byte for byte: the first bytes, where a file says what it is and of
 * when; some in the middle; and the last that are here.
 *
 * All samples, and then the rest, are asked for under the new server's own name of the version
 * (If-Range), so that what was compared and what will be fetched belong together.  A server that
 * names no version can't promise that: with it the file starts again.  So it does in any doubt,
 * beside what is here.
 *
 * Thread: worker.
 */

#include "dp-relink.h"

#include <string.h>

#include "dp-http-error.h"
#include "dp-judge.h"

#define SAMPLE_BYTES (64 * 1024)

/* Whether that is the sample, of the version and the length that we want. */
static gboolean
is_our_sample (const DpRelink *self,
               const DpCopy *copy,
               const DpHttpRange *range,
               const DpResponse *response)
{
  guint64 last = range->first_byte + range->n_bytes - 1;
  const DpAskedRange asked = { range->first_byte, last, copy->total_bytes, self->validator };

  return response->status == 206 && response->range_last == last &&
         dp_judge_is_our_range (response, &asked);
}

static gboolean
is_body_equal (DpRelink *self,
               const DpCopy *copy,
               const DpHttpRange *range,
               DpHttpExchange *exchange,
               GError **error)
{
  g_autofree char *ours = g_malloc (SAMPLE_BYTES);
  g_autofree char *theirs = g_malloc (SAMPLE_BYTES);
  guint64 n_read = 0;

  while (n_read < range->n_bytes)
    {
      gssize n = dp_http_exchange_read (exchange, theirs, range->n_bytes - n_read,
                                        self->cancellable, error);

      if (n <= 0 ||
          !dp_part_file_read (copy->part, range->first_byte + n_read, ours, (gsize) n, error) ||
          memcmp (ours, theirs, (gsize) n) != 0)
        return FALSE;
      n_read += (guint64) n;
    }
  return TRUE;
}

/* A sample of what is here, at the @nth_byte of that or, so that it is long enough, before it.  There
 * may be gaps, in which there is nothing to compare with. */
static DpRange
get_sample (const DpRangeSet *safe, guint64 nth_byte)
{
  const DpRange *range = safe->ranges;
  guint64 size;
  guint64 first_byte;

  while (nth_byte >= range->end_byte - range->first_byte)
    {
      nth_byte -= range->end_byte - range->first_byte;
      range++;
    }
  size = MIN (range->end_byte - range->first_byte, SAMPLE_BYTES);
  first_byte = MIN (range->first_byte + nth_byte, range->end_byte - size);
  return (DpRange){ first_byte, first_byte + size };
}

static gboolean
is_sample_equal (DpRelink *self, const DpCopy *copy, guint64 nth_byte, GError **error)
{
  const DpRange sample = get_sample (dp_part_file_get_safe (copy->part), nth_byte);
  const DpHttpRange range = { sample.first_byte, self->validator,
                              sample.end_byte - sample.first_byte };
  g_autoptr (DpHttpExchange) exchange =
      dp_http_get (self->client, self->url, self->request, &range, self->answers, self->journal,
                   self->cancellable, error);
  const DpResponse *response;

  if (exchange == NULL)
    return FALSE;
  response = dp_http_exchange_get_response (exchange);
  if (dp_response_is_busy (response))
    {
      self->retry_after_sec =
          dp_response_get_retry_after_sec (response, g_get_real_time () / G_USEC_PER_SEC);
      dp_http_error_set_status (error, response->status, dp_http_exchange_get_phrase (exchange),
                                TRUE);
      return FALSE;
    }
  return is_our_sample (self, copy, &range, response) &&
         is_body_equal (self, copy, &range, exchange, error);
}

/**
 * dp_relink_prove:
 * @self: the question
 * @copy: what is here, of a known total, and not empty
 * @error: return location for a #GError
 *
 * Fetches samples and compares.
 *
 * Thread: worker.
 *
 * Returns: whether it is the same file; %FALSE also with @error set, if nobody could tell for now
 */
gboolean
dp_relink_prove (DpRelink *self, const DpCopy *copy, GError **error)
{
  const DpRangeSet *safe = dp_part_file_get_safe (copy->part);
  guint64 last = safe->covered_bytes - MIN (safe->covered_bytes, SAMPLE_BYTES);

  /* Without the first bytes there is too little to go by. */
  return dp_range_set_get_prefix_bytes (safe) > 0 && is_sample_equal (self, copy, 0, error) &&
         (last == 0 || (is_sample_equal (self, copy, last / 2, error) &&
                        is_sample_equal (self, copy, safe->covered_bytes - 1, error)));
}
