/* bare.c: the least that downloading can cost: recv(), pwrite(), and nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   bare PORT CONNECTIONS LIST
 *
 * A line of LIST is PATH FROM TO FILE; FROM and TO are those of a Range header, or 0 and -1 for
 * all.  The server is on loopback and behaves; nothing is proven, flushed, renamed or resumed.  So
 * this is a floor to compare with, not a downloader.
 */

#define _GNU_SOURCE

#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_BYTES    (256 * 1024)
#define MAX_CONNECTIONS 64

typedef struct
{
  char path[256];
  char file[1024];
  long long from;
  long long to;
} Job;

typedef struct
{
  int socket;
  int file;
  long long offset;
  long long left_bytes; /* -1: the head is still to come */
} Connection;

static char buffer[BUFFER_BYTES + 1];
static FILE *list;
static int n_unfinished;

static int
connect_to (int port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int one = 1;

  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    err (1, "connect");
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

/* Asks for what is next in the list, or hangs up. */
static void
ask (Connection *self)
{
  char request[512];
  char range[64] = "";
  Job job;
  int n;

  if (fscanf (list, "%255s %lld %lld %1023s", job.path, &job.from, &job.to, job.file) != 4)
    {
      close (self->socket);
      self->socket = -1;
      n_unfinished--;
      return;
    }
  self->file = open (job.file, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (self->file < 0)
    err (1, "%s", job.file);
  self->offset = job.from;
  self->left_bytes = -1;
  if (job.to >= 0)
    snprintf (range, sizeof range, "Range: bytes=%lld-%lld\r\n", job.from, job.to);
  n = snprintf (request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", job.path,
                range);
  if (send (self->socket, request, n, MSG_NOSIGNAL) != n)
    err (1, "send");
}

/* Returns where the body begins. */
static char *
read_head (Connection *self, ssize_t n_bytes)
{
  char *length;
  char *end;

  buffer[n_bytes] = '\0';
  end = strstr (buffer, "\r\n\r\n");
  length = strcasestr (buffer, "\r\nContent-Length:");
  if (end == NULL || length == NULL || length > end || strncmp (buffer, "HTTP/1.1 20", 11) != 0)
    errx (1, "not the answer that was expected: %.40s", buffer);
  self->left_bytes = atoll (length + strlen ("\r\nContent-Length:"));
  return end + strlen ("\r\n\r\n");
}

static void
write_body (Connection *self, const char *bytes, ssize_t n_bytes)
{
  self->left_bytes -= n_bytes;
  if (self->left_bytes < 0)
    errx (1, "more than was announced");
  while (n_bytes > 0)
    {
      ssize_t n = pwrite (self->file, bytes, n_bytes, self->offset);

      if (n < 0)
        err (1, "pwrite");
      bytes += n;
      n_bytes -= n;
      self->offset += n;
    }
}

static void
receive (Connection *self)
{
  ssize_t n_bytes = recv (self->socket, buffer, BUFFER_BYTES, 0);
  char *body = buffer;

  if (n_bytes < 0)
    err (1, "recv");
  if (n_bytes == 0)
    errx (1, "the server hung up");
  if (self->left_bytes < 0)
    body = read_head (self, n_bytes);
  write_body (self, body, buffer + n_bytes - body);
  if (self->left_bytes > 0)
    return;
  if (close (self->file) != 0)
    err (1, "close");
  ask (self);
}

static void
receive_polled (Connection *connections, int n)
{
  struct pollfd polled[MAX_CONNECTIONS];

  for (int i = 0; i < n; i++)
    polled[i] = (struct pollfd){ .fd = connections[i].socket, .events = POLLIN };
  if (poll (polled, n, -1) < 0)
    err (1, "poll");
  for (int i = 0; i < n; i++)
    if (polled[i].fd >= 0 && polled[i].revents != 0)
      receive (&connections[i]);
}

int
main (int argc, char **argv)
{
  Connection connections[MAX_CONNECTIONS];
  int n = argc == 4 ? atoi (argv[2]) : 0;

  if (n < 1 || n > MAX_CONNECTIONS)
    errx (2, "usage: bare PORT CONNECTIONS LIST");
  list = fopen (argv[3], "r");
  if (list == NULL)
    err (1, "%s", argv[3]);

  n_unfinished = n;
  for (int i = 0; i < n; i++)
    {
      connections[i].socket = connect_to (atoi (argv[1]));
      ask (&connections[i]);
    }
  while (n_unfinished > 0)
    {
      if (n == 1)
        receive (&connections[0]);
      else
        receive_polled (connections, n);
    }
  return 0;
}
