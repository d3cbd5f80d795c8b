/* test-checksum.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checksum of a finished file, and what people paste to compare it with.
 */

#include "dp-checksum.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dp-engine-fixture.h"

#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static const struct
{
  const char *name;
  const char *pasted;
  gboolean is_same;
} pastes[] = {
  { "same", ABC, TRUE },
  { "capitals", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", TRUE },
  { "space", "  " ABC "\n", TRUE },
  { "line", ABC " *debian-12.iso", TRUE },
  { "named", "SHA256 (debian-12.iso) = " ABC, TRUE },
  { "prefix", "sha256:" ABC, TRUE },
  { "list", "0000  a.iso\n" ABC "  b.iso\n", TRUE },
  { "empty", "", FALSE },
  { "cut", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a", FALSE },
  { "longer", ABC "0", FALSE },
  { "glued", "x" ABC, FALSE },
  { "other", "aa7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", FALSE },
};

static void
test_same (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  g_assert_cmpint (dp_checksum_is_same (ABC, pastes[i].pasted), ==, pastes[i].is_same);
}

typedef struct
{
  char *checksum; /* (owned) (nullable) */
  GError *error;  /* (owned) (nullable) */
  gboolean is_over;
} Answer;

static void
on_computed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->checksum = dp_checksum_finish (result, &answer->error);
  answer->is_over = TRUE;
}

static Answer
compute (const char *path, GCancellable *cancellable, DpCounter *counter)
{
  Answer answer = { 0 };

  dp_checksum_async (path, G_CHECKSUM_SHA256, counter, cancellable, on_computed, &answer);
  dp_test_run_until (answer.is_over);
  return answer;
}

static void
test_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a");
  g_autoptr (DpCounter) counter = dp_counter_new (NULL);
  g_autofree char *text = g_strnfill (3000000, 'x');
  g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  Answer answer;

  dp_engine_fixture_write (fixture, "a", text);
  answer = compute (path, NULL, counter);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.checksum, ==, expected);
  g_assert_cmpuint (dp_counter_get_received (counter), ==, 3000000);
  g_assert_cmpuint (dp_counter_get_total (counter), ==, 3000000);
  g_free (answer.checksum);
  dp_engine_fixture_assert_files (fixture, "a");
}

static void
test_cancelled (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a");
  g_autoptr (DpCounter) counter = dp_counter_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer;

  dp_engine_fixture_write (fixture, "a", "abc");
  g_cancellable_cancel (cancellable);
  answer = compute (path, cancellable, counter);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (answer.checksum);
  g_error_free (answer.error);
  dp_engine_fixture_assert_files (fixture, "a");
}

static void
test_gone (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "gone.iso");
  g_autoptr (DpCounter) counter = dp_counter_new (NULL);
  Answer answer = compute (path, NULL, counter);

  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  dp_test_assert_has (answer.error->message, "Reading “gone.iso” failed");
  g_error_free (answer.error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (pastes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checksum/same/%s", pastes[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_same);
    }
  g_test_add_func ("/checksum/file", test_file);
  g_test_add_func ("/checksum/cancelled", test_cancelled);
  g_test_add_func ("/checksum/gone", test_gone);

  return g_test_run ();
}
