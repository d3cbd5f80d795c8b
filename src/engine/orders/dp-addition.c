/* dp-addition.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Into the list: links, with what is said of them; the file that somebody has begun; and the list of an
 * earlier run of the program.  In one piece, however many they are.
 *
 * Thread: home.
 */

#include "dp-addition.h"

static DpList *
get_list (DpQueue *self)
{
  return dp_scheduler_get_list (dp_queue_get_scheduler (self));
}

/**
 * dp_queue_load:
 * @self: a queue
 * @downloads: (element-type DpDownload): what is remembered of an earlier run of the program, at
 *   rest, by id; is empty afterwards
 *
 * Adds downloads in one piece, and starts what may start.
 *
 * Thread: home.
 */
void
dp_queue_load (DpQueue *self, GPtrArray *downloads)
{
  DpListChange change;

  dp_list_merge (get_list (self), downloads, &change);
  dp_queue_tell_change (self, &change);
}

/* Behind all others, with what is known already. */
static void
append (DpQueue *self, GPtrArray *downloads)
{
  DpList *list = get_list (self);
  gint64 place = dp_places_get_next (dp_list_get_places (list));

  for (guint i = 0; i < downloads->len; i++)
    dp_download_set_place (downloads->pdata[i], place + (gint64) i * DP_PLACE_GAP);
  dp_list_tell_many (list, DP_NOTE_ADDED, downloads);
  dp_queue_load (self, downloads);
}

/* A list may give it a folder and a name. */
static DpDownload *
make_download (guint64 id, const char *url, DpOffer *offer, const char *folder)
{
  g_autofree char *own_folder = dp_offer_dup_folder (offer, folder);
  DpDownload *download = dp_download_new (id, url, own_folder);

  if (offer == NULL)
    return download;
  if (offer->name != NULL)
    dp_download_set_wish (download, offer->name);
  dp_download_set_offer (download, offer);
  return download;
}

/**
 * dp_queue_prepare:
 * @self: a queue
 * @urls: (element-type utf8): acceptable links, in their order
 * @requests: (nullable) (element-type DpRequest): for each of them what is said beyond the link, or
 *   %NULL
 * @offers: (nullable) (element-type DpOffer): for each of them what is said of the file, or %NULL
 * @folders: (nullable) (element-type filename): for each of them a folder in place of @folder, or %NULL
 * @folder: (type filename): where the files shall be, unless an offer says otherwise
 * @state: %DP_STATE_QUEUED, or %DP_STATE_PAUSED to wait for the person: no server hears of them before
 *
 * Makes downloads, for dp_queue_add_prepared(): who adds very many lets the main loop run in between.
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpDownload): downloads that are not in the list yet, with ids
 *   in a row
 */
GPtrArray *
dp_queue_prepare (DpQueue *self,
                  const GPtrArray *urls,
                  const GPtrArray *requests,
                  const GPtrArray *offers,
                  const GPtrArray *folders,
                  const char *folder,
                  DpState state)
{
  GPtrArray *downloads = g_ptr_array_new_full (urls->len, g_object_unref);
  guint64 first_id = dp_list_take_ids (get_list (self), urls->len);
  gint64 now_usec = g_get_real_time ();

  for (guint i = 0; i < urls->len; i++)
    {
      const char *own = folders != NULL ? folders->pdata[i] : NULL;
      DpDownload *download =
          make_download (first_id + i, urls->pdata[i], offers != NULL ? offers->pdata[i] : NULL,
                         own != NULL ? own : folder);

      if (requests != NULL)
        dp_download_set_request (download, requests->pdata[i]);
      if (state != DP_STATE_QUEUED)
        dp_download_set_state (download, state);
      dp_download_write_history (download)->added_usec = now_usec;
      g_ptr_array_add (downloads, download);
    }
  return downloads;
}

/**
 * dp_queue_add_prepared:
 * @self: a queue
 * @downloads: (element-type DpDownload): what dp_queue_prepare() returned last; is empty afterwards
 *
 * Adds them behind all others, in one piece, and starts what may start.
 *
 * Thread: home.
 */
void
dp_queue_add_prepared (DpQueue *self, GPtrArray *downloads)
{
  append (self, downloads);
}

/**
 * dp_queue_add:
 * @self: a queue
 * @urls: (element-type utf8): acceptable links, in their order
 * @requests: (nullable) (element-type DpRequest): as for dp_queue_prepare()
 * @folder: (type filename): where the files shall be
 *
 * Adds links behind all others, in one piece, and starts what may start.
 *
 * Thread: home.
 *
 * Returns: the id of the first; the others follow without a gap
 */
guint64
dp_queue_add (DpQueue *self, const GPtrArray *urls, const GPtrArray *requests, const char *folder)
{
  g_autoptr (GPtrArray) downloads =
      dp_queue_prepare (self, urls, requests, NULL, NULL, folder, DP_STATE_QUEUED);
  guint64 first_id = urls->len > 0 ? dp_download_get_id (downloads->pdata[0]) : 0;

  append (self, downloads);
  return first_id;
}

/**
 * dp_queue_continue:
 * @self: a queue
 * @url: an acceptable link to the file that @partial is the beginning of
 * @request: (nullable): what is said beyond the link
 * @partial: (transfer full): what is on disk
 *
 * Adds a download behind all others that goes on from there.
 *
 * Thread: home.
 *
 * Returns: its id
 */
guint64
dp_queue_continue (DpQueue *self, const char *url, DpRequest *request, DpPartial *partial)
{
  g_autoptr (GPtrArray) downloads = g_ptr_array_new_with_free_func (g_object_unref);
  guint64 id = dp_list_take_ids (get_list (self), 1);
  DpDownload *download = dp_download_new (id, url, partial->folder);

  dp_download_set_request (download, request);
  dp_download_set_name (download, partial->name);
  dp_download_take_partial (download, partial);
  dp_download_write_history (download)->added_usec = g_get_real_time ();
  g_ptr_array_add (downloads, download);
  append (self, downloads);
  return id;
}
