/* test-queue-offer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a list says of a file is held to: its name and folder, its length and sum, and that it may be
 * had elsewhere, too.
 */

#include <glib/gstdio.h>

#include "dp-queue-fixture.h"

#define SIZE 300000

static char *
dup_sum (guint64 seed, GChecksumType kind)
{
  g_autofree guchar *data = g_malloc (SIZE);

  dp_test_body_fill (seed, 0, data, SIZE);
  return g_compute_checksum_for_data (kind, data, SIZE);
}

static void
add_mirrors (DpQueueFixture *fixture, DpOffer *offer, const char *const *paths)
{
  for (; *paths != NULL; paths++)
    {
      g_autofree char *url = dp_engine_fixture_dup_url (fixture->engine, *paths);

      g_assert_true (dp_offer_add_mirror (offer, url));
    }
}

/* The first of the paths is the link. */
static DpDownload *
run_offer (DpQueueFixture *fixture, DpOffer *offer, const char *const *paths)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) offers = g_ptr_array_new ();
  g_autoptr (GPtrArray) downloads = NULL;
  guint64 id;

  add_mirrors (fixture, offer, paths);
  g_ptr_array_add (urls, dp_engine_fixture_dup_url (fixture->engine, *paths));
  g_ptr_array_add (offers, offer);
  downloads = dp_queue_prepare (fixture->queue, urls, NULL, offers, NULL, fixture->engine->folder,
                                DP_STATE_QUEUED);
  id = dp_download_get_id (downloads->pdata[0]);
  dp_queue_add_prepared (fixture->queue, downloads);
  dp_queue_fixture_run_to_end (fixture);
  dp_queue_fixture_assert_consistent (fixture);
  return dp_queue_find (fixture->queue, id);
}

static const char *const one[] = { "/file/a.bin?size=300000", NULL };

static void
test_right (gconstpointer data)
{
  GChecksumType kind = (GChecksumType) GPOINTER_TO_INT (data);
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autoptr (DpOffer) offer = dp_offer_new ();
  g_autofree char *sum = dup_sum (1, kind);
  g_autofree char *sum_up = g_ascii_strup (sum, -1);
  DpDownload *download;

  dp_offer_set_name (offer, "b.bin");
  offer->size_bytes = SIZE;
  g_assert_true (dp_offer_set_digest (offer, dp_offer_get_digest_name (kind), sum_up));
  download = run_offer (fixture, offer, one);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_DONE);
  g_assert_cmpstr (dp_download_get_validator (download), ==, "\"1-493e0\"");
  dp_engine_fixture_assert_files (fixture->engine, "b.bin");
  dp_engine_fixture_assert_content (fixture->engine, "b.bin", 1, SIZE);
}

/* Nothing bears its name, and nothing is left. */
static void
assert_refused (DpQueueFixture *fixture, DpDownload *download, const char *words)
{
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_FAILED);
  dp_test_assert_has (dp_download_get_reason (download), words);
  g_assert_null (dp_download_get_partial (download));
  dp_engine_fixture_assert_files (fixture->engine, "");
}

static void
test_wrong_sum (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autoptr (DpOffer) offer = dp_offer_new ();
  g_autofree char *wrong = dup_sum (2, G_CHECKSUM_SHA256);
  g_autofree char *right = dup_sum (1, G_CHECKSUM_MD5);

  /* The one that is hardest to forge counts. */
  dp_offer_set_digest (offer, "md5", right);
  dp_offer_set_digest (offer, "sha-256", wrong);
  assert_refused (fixture, run_offer (fixture, offer, one), "SHA-256");
}

static void
test_wrong_size (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autoptr (DpOffer) offer = dp_offer_new ();

  offer->size_bytes = SIZE - 1;
  assert_refused (fixture, run_offer (fixture, offer, one), "list promised");
}

/* A server that says so at once is not asked for all of it first: this one would never end. */
static void
test_wrong_size_at_once (void)
{
  static const char *const endless[] = { "/stall/a.bin?size=300000&after=1000", NULL };
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autoptr (DpOffer) offer = dp_offer_new ();

  offer->size_bytes = SIZE - 1;
  assert_refused (fixture, run_offer (fixture, offer, endless), "list promised");
  g_assert_cmpstr (fixture->log->str, ==, "1R 1F ");
}

/* Gone, then another file, then the right one. */
static void
test_mirrors (void)
{
  static const char *const paths[] = { "/status/404", "/file/x?size=300000&seed=2",
                                       "/file/mirror?size=300000", NULL };
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autoptr (DpOffer) offer = dp_offer_new ();
  g_autofree char *sum = dup_sum (1, G_CHECKSUM_SHA1);
  DpDownload *download;

  dp_offer_set_name (offer, "a.bin");
  dp_offer_set_digest (offer, "SHA1", sum);
  download = run_offer (fixture, offer, paths);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_DONE);
  g_assert_cmpstr (fixture->log->str, ==, "1R 1Q 1R 1Q 1R 1D ");
  dp_engine_fixture_assert_files (fixture->engine, "a.bin");
  dp_engine_fixture_assert_content (fixture->engine, "a.bin", 1, SIZE);
}

/* It begins with the first when it is tried again. */
static void
test_no_mirror_left (void)
{
  static const char *const paths[] = { "/status/404", "/status/410", NULL };
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autoptr (DpOffer) offer = dp_offer_new ();
  g_autofree char *first = dp_engine_fixture_dup_url (fixture->engine, paths[0]);
  DpDownload *download = run_offer (fixture, offer, paths);

  assert_refused (fixture, download, "410");
  g_assert_cmpstr (fixture->log->str, ==, "1R 1Q 1R 1F ");
  g_assert_cmpstr (dp_download_get_url (download), ==, first);
}

/* A link of the person is none of the list's: where that one fails, it stays. */
static void
test_own_link (void)
{
  static const char *const paths[] = { "/status/404", "/status/410", NULL };
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autoptr (DpOffer) offer = dp_offer_new ();
  g_autofree char *own = dp_engine_fixture_dup_url (fixture->engine, "/status/403");
  DpDownload *download = run_offer (fixture, offer, paths);

  dp_queue_set_link (fixture->queue, dp_download_get_id (download), own);
  dp_queue_fixture_run_to_end (fixture);
  assert_refused (fixture, download, "403");
  g_assert_cmpstr (dp_download_get_url (download), ==, own);
}

/* What came from the first is continued from the second, with proof. */
static void
test_mirror_goes_on (void)
{
  static const char *const paths[] = { "/cut/a.bin?size=3000000&after=2000000&times=1&etag=mirror",
                                       "/file/a.bin?size=3000000", NULL };
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autoptr (DpOffer) offer = dp_offer_new ();
  g_autofree char *request = NULL;

  dp_queue_set_tries (fixture->queue, 1);
  dp_queue_set_segments (fixture->queue, 1);
  run_offer (fixture, offer, paths);
  request = dp_test_server_dup_request (fixture->engine->server, paths[1]);
  dp_test_assert_has (request, "\r\nRange: bytes=1983616-");
  dp_engine_fixture_assert_files (fixture->engine, "a.bin");
  dp_engine_fixture_assert_content (fixture->engine, "a.bin", 1, 3000000);
}

static void
test_folder (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autoptr (DpOffer) offer = dp_offer_new ();
  g_autofree char *path = dp_engine_fixture_dup_path (fixture->engine, "new/one/a.bin");
  g_autofree char *one_folder = dp_engine_fixture_dup_path (fixture->engine, "new/one");
  g_autofree char *new_folder = dp_engine_fixture_dup_path (fixture->engine, "new");
  DpDownload *download;

  g_assert_false (dp_offer_set_folder (offer, "a/../../b"));
  g_assert_false (dp_offer_set_folder (offer, "/home/me/.ssh"));
  g_assert_true (dp_offer_set_folder (offer, "new/one"));
  download = run_offer (fixture, offer, one);
  g_assert_cmpstr (dp_download_get_path (download), ==, path);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (one_folder), ==, 0);
  g_assert_cmpint (g_rmdir (new_folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (int kind = 0; kind < DP_OFFER_N_DIGESTS; kind++)
    {
      g_autofree char *path = g_strconcat ("/queue-offer/right/",
                                           dp_offer_get_digest_name ((GChecksumType) kind), NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (kind), test_right);
    }
  g_test_add_func ("/queue-offer/wrong-sum", test_wrong_sum);
  g_test_add_func ("/queue-offer/wrong-size", test_wrong_size);
  g_test_add_func ("/queue-offer/wrong-size-at-once", test_wrong_size_at_once);
  g_test_add_func ("/queue-offer/mirrors", test_mirrors);
  g_test_add_func ("/queue-offer/no-mirror-left", test_no_mirror_left);
  g_test_add_func ("/queue-offer/own-link", test_own_link);
  g_test_add_func ("/queue-offer/mirror-goes-on", test_mirror_goes_on);
  g_test_add_func ("/queue-offer/folder", test_folder);

  return g_test_run ();
}
