/* dp-http-raw.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a header says, in the bytes that came.
 *
 * libsoup takes every header for UTF-8, and puts U+FFFD where it is not: what a server wrote in Latin-1,
 * the name of a file or where it is to be had, is lost before anybody sees it, and there is no way to
 * the bytes.  So they are listened to where libsoup reads them, below it and above TLS: the class of the
 * connection's stream gets a read function in front of its own.  Only what is read in small pieces is
 * kept, as libsoup reads headers and nobody reads a body, and only until the headers are understood.
 *
 * Thread: worker.
 */

#include "dp-http-raw.h"

#include <string.h>

/* So much libsoup asks for at once while it reads headers. */
#define PIECE_BYTES (8 * 1024)

/* It takes no block of headers that is longer than 64 KiB. */
#define MAX_BYTES (64 * 1024 + PIECE_BYTES)

#define HEARD_KEY "dp-http-heard"

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

typedef gssize (*ReadFunc) (GPollableInputStream *stream, void *buffer, gsize size, GError **error);

/* A class of streams that is listened to: sockets, and what lies above TLS. */
typedef struct
{
  GPollableInputStreamInterface *interface; /* (atomic) (nullable) */
  ReadFunc read;
} Tap;

static Tap taps[8];

/* A class that is derived from it has inherited ours. */
static ReadFunc
find_read (GPollableInputStream *stream)
{
  gpointer interface = G_POLLABLE_INPUT_STREAM_GET_INTERFACE (stream);

  for (; interface != NULL; interface = g_type_interface_peek_parent (interface))
    for (guint i = 0; i < G_N_ELEMENTS (taps); i++)
      if (g_atomic_pointer_get (&taps[i].interface) == interface)
        return taps[i].read;
  g_assert_not_reached ();
}

/* In the place of the class's own function; also for streams of others. */
static gssize
read_and_keep (GPollableInputStream *stream, void *buffer, gsize size, GError **error)
{
  gssize n = find_read (stream) (stream, buffer, size, error);
  GByteArray *heard;

  if (n <= 0 || size > PIECE_BYTES)
    return n;
  heard = g_object_get_data (G_OBJECT (stream), HEARD_KEY);
  if (heard != NULL && heard->len + (gsize) n <= MAX_BYTES)
    g_byte_array_append (heard, buffer, (guint) n);
  return n;
}

/* FALSE if there are more classes than anybody thought of. */
static gboolean
tap (GPollableInputStreamInterface *interface)
{
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (interface->read_nonblocking == read_and_keep)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (taps); i++)
    if (taps[i].interface == NULL)
      {
        taps[i].read = interface->read_nonblocking;
        g_atomic_pointer_set (&taps[i].interface, interface);
        g_atomic_pointer_set ((gpointer *) &interface->read_nonblocking, (gpointer) read_and_keep);
        return TRUE;
      }
  return FALSE;
}

/**
 * dp_http_raw_listen:
 * @connection: a new connection to a server, of which nothing was read yet
 *
 * Thread: worker.
 */
void
dp_http_raw_listen (GIOStream *connection)
{
  GInputStream *stream = g_io_stream_get_input_stream (connection);

  if (G_IS_POLLABLE_INPUT_STREAM (stream) && tap (G_POLLABLE_INPUT_STREAM_GET_INTERFACE (stream)))
    g_object_set_data_full (G_OBJECT (stream), HEARD_KEY, g_byte_array_new (),
                            (GDestroyNotify) g_byte_array_unref);
}

/**
 * dp_http_raw_follow:
 * @stream: where the connection was read up to now
 * @follower: (transfer none): the stream in its place
 *
 * Who was listened to at @stream is listened to there.
 *
 * Thread: worker.
 */
void
dp_http_raw_follow (GInputStream *stream, GInputStream *follower)
{
  GByteArray *heard = g_object_steal_data (G_OBJECT (stream), HEARD_KEY);

  if (heard != NULL && tap (G_POLLABLE_INPUT_STREAM_GET_INTERFACE (follower)))
    g_object_set_data_full (G_OBJECT (follower), HEARD_KEY, heard,
                            (GDestroyNotify) g_byte_array_unref);
  else
    g_clear_pointer (&heard, g_byte_array_unref);
}

/* Where a header ends that begins there: one that goes on in the next line begins that with a blank. */
static const char *
find_end (const char *line, const char *end)
{
  const char *newline = memchr (line, '\n', (gsize) (end - line));

  while (newline != NULL && newline + 1 < end && strchr (" \t", newline[1]) != NULL)
    newline = memchr (newline + 1, '\n', (gsize) (end - newline - 1));
  return newline != NULL ? newline : end;
}

/* An empty line, behind which no other block of headers follows. */
static gboolean
is_last_line (const char *line, const char *end)
{
  gsize n_left = (gsize) (end - line);

  if (n_left > 0 && *line == '\r')
    {
      line++;
      n_left--;
    }
  return n_left > 0 && *line == '\n' && (n_left < 6 || memcmp (line + 1, "HTTP/", 5) != 0);
}

/* As libsoup does it: one blank in the place of each end of a line and the blanks around it. */
static char *
dup_unfolded (const char *text, gsize length)
{
  g_autofree char *all = g_strndup (text, length);
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    g_strstrip (*line);
  return g_strjoinv (" ", lines);
}

/* The value of this header, if it is the one that libsoup made @value of. */
static char *
dup_value (const char *line, const char *end, const char *name, const char *value)
{
  gsize name_length = strlen (name);
  g_autofree char *raw = NULL;
  g_autofree char *valid = NULL;

  if ((gsize) (end - line) <= name_length || line[name_length] != ':' ||
      g_ascii_strncasecmp (line, name, name_length) != 0)
    return NULL;
  line += name_length + 1;
  raw = g_strstrip (dup_unfolded (line, (gsize) (end - line)));
  valid = g_utf8_make_valid (raw, -1);
  return g_str_equal (valid, value) ? g_steal_pointer (&raw) : NULL;
}

/**
 * dp_http_raw_mend:
 * @stream: where the connection was read
 * @name: the name of a header in its last answer
 * @value: (inout) (nullable): what libsoup made of it
 *
 * Says it in the bytes that came, if something of it was lost and they are known.
 *
 * Thread: worker.
 */
void
dp_http_raw_mend (GInputStream *stream, const char *name, char **value)
{
  const GByteArray *heard = g_object_get_data (G_OBJECT (stream), HEARD_KEY);
  g_autofree char *said = NULL;
  const char *line;
  const char *end;

  if (heard == NULL || *value == NULL || strstr (*value, REPLACEMENT) == NULL)
    return;
  line = (const char *) heard->data;
  end = line + heard->len;
  /* The last one counts: before it others may have announced the answer, or refused it. */
  while (line < end && !is_last_line (line, end))
    {
      const char *header_end = find_end (line, end);
      char *raw = dup_value (line, header_end, name, *value);

      if (raw != NULL)
        {
          g_free (said);
          said = raw;
        }
      line = header_end + 1;
    }
  if (said == NULL)
    return;
  g_free (*value);
  *value = g_steal_pointer (&said);
}

/**
 * dp_http_raw_forget:
 * @stream: where the connection was read
 *
 * The headers are understood; what comes next is of another answer.
 *
 * Thread: worker.
 */
void
dp_http_raw_forget (GInputStream *stream)
{
  GByteArray *heard = g_object_get_data (G_OBJECT (stream), HEARD_KEY);

  if (heard != NULL)
    g_byte_array_set_size (heard, 0);
}
