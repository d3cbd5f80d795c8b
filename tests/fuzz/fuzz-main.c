/* fuzz-main.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Feeds a fuzz target without a fuzzer: each file of the corpus as it is, then cut, flipped and
 * spliced in ways that look random but are the same in every run.
 *
 *   fuzz-NAME CORPUS           all of it, a test case for each file
 *   fuzz-NAME FILE NUMBER      one bent input again, for a debugger
 */

#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_INPUTS_PER_FILE  4000
#define MAX_BYTES_PER_FILE (4 * 1024 * 1024)
#define MAX_CHANGES        4

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  guint8 *data; /* (owned) */
  gsize size;
} Input;

/* For whoever finds us dead: the target runs in this thread. */
static guint current_number;

static guint8
get_special_byte (GRand *rand)
{
  static const char special[] = "\0\t\n\r \"#%&'()*,-./:;<=>?@[\\]^_`{|}~\x7f\x80\xbf\xc3\xe2\xff";

  return (guint8) special[g_rand_int_range (rand, 0, sizeof special - 1)];
}

static void
change_byte (GByteArray *bytes, GRand *rand)
{
  guint8 *byte = bytes->data + g_rand_int_range (rand, 0, (gint32) bytes->len);

  if (g_rand_boolean (rand))
    *byte ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
  else
    *byte = get_special_byte (rand);
}

/* A piece of the input once more, somewhere else. */
static void
copy_piece (GByteArray *bytes, GRand *rand)
{
  guint first = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);
  guint n_bytes = (guint) g_rand_int_range (rand, 1, (gint32) (bytes->len - first + 1));
  g_autofree guint8 *piece = g_memdup2 (bytes->data + first, n_bytes);

  first = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);
  g_byte_array_set_size (bytes, MAX (bytes->len, first + n_bytes));
  memcpy (bytes->data + first, piece, n_bytes);
}

static void
remove_piece (GByteArray *bytes, GRand *rand)
{
  guint first = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);

  g_byte_array_remove_range (bytes, first,
                             (guint) g_rand_int_range (rand, 0, (gint32) (bytes->len - first + 1)));
}

static void
change (GByteArray *bytes, GRand *rand)
{
  if (bytes->len == 0)
    return;
  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      g_byte_array_set_size (bytes, (guint) g_rand_int_range (rand, 0, (gint32) bytes->len));
      break;
    case 1:
      copy_piece (bytes, rand);
      break;
    case 2:
      remove_piece (bytes, rand);
      break;
    default:
      change_byte (bytes, rand);
      break;
    }
}

static void
run_one (const Input *input, guint number)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *exact = NULL;
  gint32 n_changes = number > 0 ? g_rand_int_range (rand, 1, MAX_CHANGES + 1) : 0;

  g_byte_array_append (bytes, input->data, (guint) input->size);
  for (gint32 i = 0; i < n_changes; i++)
    change (bytes, rand);

  /* Of its own size, so that a sanitizer sees the first byte too many. */
  exact = g_malloc (MAX (bytes->len, 1));
  if (bytes->len > 0)
    memcpy (exact, bytes->data, bytes->len);
  current_number = number;
  LLVMFuzzerTestOneInput (exact, bytes->len);
}

static void
load (Input *input, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, (char **) &input->data, &input->size, &error))
    g_error ("%s", error->message);
}

static void
test_file (gconstpointer path)
{
  Input input;
  gsize n_inputs;

  load (&input, path);
  n_inputs = MIN (N_INPUTS_PER_FILE, MAX_BYTES_PER_FILE / MAX (input.size, 1));
  for (guint number = 0; number <= n_inputs; number++)
    run_one (&input, number);
  g_free (input.data);
}

static void
on_abort (int signal_number)
{
  char text[] = "\n# it was input number 0000000000\n";
  guint n = current_number;

  for (char *digit = text + sizeof text - 3; n > 0; n /= 10)
    *digit-- = (char) ('0' + n % 10);
  if (write (STDERR_FILENO, text, sizeof text - 1) < 0)
    _exit (1);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
add_tests (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_strdup_printf ("/fuzz/%s", (char *) names->pdata[i]);

      g_test_add_data_func_full (path, g_build_filename (folder, names->pdata[i], NULL), test_file,
                                 g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  if (argc == 3)
    {
      Input input;

      load (&input, argv[1]);
      run_one (&input, (guint) atoi (argv[2]));
      g_free (input.data);
      return 0;
    }
  if (argc != 2)
    g_error ("a corpus is needed, or a file and a number");

  signal (SIGABRT, on_abort);
  add_tests (argv[1]);
  return g_test_run ();
}
