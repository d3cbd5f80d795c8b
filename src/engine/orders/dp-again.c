/* dp-again.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Downloads that are done, once more.  What is on disk stays as it is: a new file gets a number.
 *
 * Thread: home.
 */

#include "dp-again.h"

#include "dp-addition.h"

static DpDownload *
make_again (guint64 id, DpDownload *download)
{
  DpDownload *again =
      dp_download_new (id, dp_download_get_url (download), dp_download_get_folder (download));

  dp_download_set_request (again, dp_download_get_request (download));
  dp_download_set_offer (again, dp_download_get_offer (download));
  if (dp_download_get_wish (download) != NULL)
    dp_download_set_wish (again, dp_download_get_wish (download));
  dp_download_set_command (again, dp_download_get_command (download));
  dp_download_write_history (again)->added_usec = g_get_real_time ();
  return again;
}

/**
 * dp_queue_add_again:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads; those that are not done are passed over
 * @n_ids: how many
 * @n_added: (out): how many were added
 *
 * Adds what is done behind all others, in one piece, to be downloaded anew with all that was said of
 * it.
 *
 * Thread: home.
 *
 * Returns: the id of the first; the others follow without a gap
 */
guint64
dp_queue_add_again (DpQueue *self, const guint64 *ids, gsize n_ids, guint *n_added)
{
  g_autoptr (GPtrArray) done = g_ptr_array_new ();
  g_autoptr (GPtrArray) downloads = g_ptr_array_new_with_free_func (g_object_unref);
  guint64 first_id;

  for (gsize i = 0; i < n_ids; i++)
    {
      DpDownload *download = dp_queue_find (self, ids[i]);

      if (download != NULL && dp_download_get_state (download) == DP_STATE_DONE)
        g_ptr_array_add (done, download);
    }
  first_id = dp_list_take_ids (dp_scheduler_get_list (dp_queue_get_scheduler (self)), done->len);
  for (guint i = 0; i < done->len; i++)
    g_ptr_array_add (downloads, make_again (first_id + i, done->pdata[i]));
  *n_added = downloads->len;
  dp_queue_add_prepared (self, downloads);
  return first_id;
}
