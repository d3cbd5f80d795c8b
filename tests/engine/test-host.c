/* test-host.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One form of each host, and what is none.
 */

#include "dp-host.h"

static void
test_form (void)
{
  static const struct
  {
    const char *text;
    const char *host; /* NULL: refused */
  } rows[] = {
    { "example.com", "example.com" },
    { "EXAMPLE.com", "example.com" },
    { "example.com.", "example.com." },
    { "a_b-c.example", "a_b-c.example" },
    { "b\303\274cher.example", "xn--bcher-kva.example" },
    { "127.0.0.1", "127.0.0.1" },
    { "[2001:DB8:0:0::1]", "2001:db8::1" },
    { "[::1]", "::1" },
    { "", NULL },
    { ".", NULL },
    { ".a", NULL },
    { "a..b", NULL },
    { "a b", NULL },
    { "a%2f", NULL },
    { "a/b", NULL },
    { "a@b", NULL },
    { "a:b", NULL },
    { "127.1", NULL },
    { "0x7f000001", NULL },
    { "2130706433", NULL },
    { "1.2.3.4.5", NULL },
    { "1.2.3.256", NULL },
    { "::1", NULL },
    { "[]", NULL },
    { "[::1", NULL },
    { "[::g]", NULL },
    { "[127.0.0.1]", NULL },
    { "[fe80::1%lo]", NULL },
    { "\xff", NULL },
    { "a\xf0", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *host = dp_host_canonicalize (rows[i].text);

      g_test_message ("row %u", i);
      g_assert_cmpstr (host, ==, rows[i].host);
    }
}

/* RFC 1035 section 2.3.4: 63 bytes a label, 253 a name. */
static void
test_length (void)
{
  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *longest = g_strdup_printf ("%s.%s.%s.%.61s", label, label, label, label);
  g_autofree char *with_root = g_strdup_printf ("%s.", longest);
  g_autofree char *too_long = g_strdup_printf ("%s.%s.%s.%.62s", label, label, label, label);
  g_autofree char *long_label = g_strdup_printf ("%sa", label);
  g_autofree char *host = dp_host_canonicalize (longest);
  g_autofree char *rooted = dp_host_canonicalize (with_root);

  g_assert_cmpstr (host, ==, longest);
  g_assert_cmpstr (rooted, ==, with_root);
  g_assert_null (dp_host_canonicalize (too_long));
  g_assert_null (dp_host_canonicalize (long_label));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/form", test_form);
  g_test_add_func ("/host/length", test_length);

  return g_test_run ();
}
