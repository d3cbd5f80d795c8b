/* dp-host.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The name or address of a host, brought into one form.
 *
 * It decides whom we talk to and who gets the password: so there is one form of each (lower case,
 * IDNA, shortest IP literal), and what is not plainly a host is refused.
 *
 * Thread: any.
 */

#include "dp-host.h"

#include <arpa/inet.h>
#include <string.h>

/* RFC 1035 section 2.3.4, and the underscore that is there in practice. */
#define HOST_MAX_BYTES  253 /* without the dot of the root */
#define LABEL_MAX_BYTES 63

/* An address with a zone is none: that means something on this computer only. */
static char *
dup_ip_address (const char *text, int family)
{
  struct in6_addr address; /* the larger one */
  char shown[INET6_ADDRSTRLEN];

  if (inet_pton (family, text, &address) != 1)
    return NULL;
  /* Of IPv4 only the one form is taken. */
  if (family == AF_INET)
    return g_strdup (text);

  return g_strdup (inet_ntop (family, &address, shown, sizeof shown));
}

/* The last label tells names from IPv4 addresses (WHATWG URL Standard, "ends in a number"): else
 * `127.1`, `0x7f000001` and `2130706433` were further names of 127.0.0.1. */
static gboolean
ends_in_number (const char *host)
{
  const char *dot = strrchr (host, '.');
  const char *label = dot != NULL ? dot + 1 : host;

  if (g_ascii_strncasecmp (label, "0x", 2) == 0)
    return label[2 + strspn (label + 2, "0123456789abcdefABCDEF")] == '\0';

  return *label != '\0' && label[strspn (label, "0123456789")] == '\0';
}

static gsize
label_length (const char *label)
{
  gsize length = 0;

  while (g_ascii_isalnum (label[length]) || label[length] == '-' || label[length] == '_')
    length++;
  return length;
}

static gboolean
is_host_name (const char *host)
{
  if (strlen (host) > HOST_MAX_BYTES + (g_str_has_suffix (host, ".") ? 1 : 0))
    return FALSE;

  for (const char *label = host;; label++)
    {
      gsize length = label_length (label);

      if (length == 0 || length > LABEL_MAX_BYTES)
        return FALSE;

      label += length;
      if (*label == '\0' || g_str_equal (label, "."))
        return TRUE;
      if (*label != '.')
        return FALSE;
    }
}

/**
 * dp_host_canonicalize:
 * @text: what a link names as its host, not necessarily UTF-8
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): an ASCII host name or an IP literal without brackets; %NULL if
 *   it is neither
 */
char *
dp_host_canonicalize (const char *text)
{
  g_autofree char *ascii = NULL;
  g_autofree char *host = NULL;
  gsize length = strlen (text);

  /* IDNA takes more than linear time, and GLib's reads on behind a character that is cut short. */
  if (length > 4 * HOST_MAX_BYTES || !g_utf8_validate (text, length, NULL))
    return NULL;

  if (length > 2 && text[0] == '[' && text[length - 1] == ']')
    {
      g_autofree char *literal = g_strndup (text + 1, length - 2);

      return dup_ip_address (literal, AF_INET6);
    }

  ascii = g_hostname_to_ascii (text);
  if (ascii == NULL || !is_host_name (ascii))
    return NULL;

  host = g_ascii_strdown (ascii, -1);
  if (ends_in_number (host))
    return dup_ip_address (host, AF_INET);

  return g_steal_pointer (&host);
}
