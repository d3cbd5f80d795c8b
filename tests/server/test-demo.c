/* test-demo.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forty links, all to our own loopback server: quick ones, slow ones, one huge, some that stall or
 * fail, twenty pictures.  Rates are per connection, so that most take a minute or more.  Any
 * thread.
 */

#include "test-demo.h"

#define N_PICTURES 20

static const char *const links[] = {
  "/file/cdimage/debian-12.9.0-amd64-netinst.iso?size=663748608&rate=8000000&seed=11",
  "/file/releases/fedora-workstation.iso?size=1288490188&rate=12000000&seed=12",
  "/file/kernel/v6.x/linux-6.12.tar.xz?size=147906904&rate=2000000&seed=13",
  "/file/shows/podcast-episode-118.mp3?size=58720256&rate=800000&seed=14",
  "/file/backup/home-server-backup.img?size=4294967296&rate=20000000&seed=15",
  "/file/papers/thesis-final.pdf?size=9437184&rate=140000&seed=16",
  "/chunked/reports/sensor-log-2025.csv?size=31457280&rate=400000&seed=17",
  "/redirect/latest/sky-atlas.zip?to=%2Ffile%2Fatlas%2Fsky-atlas-3.4.zip%3Fsize%3D83886080"
  "%26rate%3D1100000%26seed%3D18",
  "/flaky/lectures/lecture-07-thermodynamics.mp4?size=125829120&after=20000000&times=3"
  "&rate=1500000&seed=19",
  "/stall/music/string-quartet-live.flac?size=73400320&after=9000000&rate=600000&seed=20",
  "/slow/maps/hiking-trails-north.gpx?size=1572864&rate=9000&seed=21",
  "/busy/fonts/source-han-sans.zip?times=2&retry_after=8&size=47185920&rate=900000&seed=22",
  "/status/404/old/missing-chapter.pdf",
  "/status/503/mirror/nightly-build.tar.gz?retry_after=45",
  "/html/members/season-2-complete.zip",
  "/auth-basic/private/meeting-recording.ogg?size=26214400",
  "/file/readme/CHANGELOG.txt?size=48213&seed=23",
  "/file/icons/icon-theme-24.2.tar.xz?size=6291456&seed=24",
  "/no-length/stream/radio-evening-show.ogg?size=41943040&rate=500000&seed=25",
  "/range-ignored/books/field-guide-to-birds.epub?size=18874368&rate=250000&seed=26",
};

G_STATIC_ASSERT (G_N_ELEMENTS (links) + N_PICTURES == DP_TEST_DEMO_N_LINKS);

static void
append_link (GString *list, DpTestServer *server, const char *path)
{
  g_autofree char *url = dp_test_server_dup_url (server, path);

  g_string_append_printf (list, "%s\n", url);
}

char *
dp_test_demo_dup_links (DpTestServer *server)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    append_link (list, server, links[i]);

  for (guint i = 0; i < N_PICTURES; i++)
    {
      guint rate_bytes_per_sec = 20000 + i * 7919 % 17 * 6000;
      g_autofree char *path = g_strdup_printf (
          "/picture/holiday-2025/IMG_%04u.png?seed=%u&width=960&height=640&rate=%u", 412 + i,
          100 + i, rate_bytes_per_sec);

      append_link (list, server, path);
    }
  return g_string_free (list, FALSE);
}
