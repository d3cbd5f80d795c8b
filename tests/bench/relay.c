/* relay.c: a long, narrow line to a server on this computer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   relay SERVER-PORT DELAY-MS BYTES-PER-SECOND      prints the port on which it listens
 *
 * Every byte arrives DELAY-MS later, in both directions, and a connection carries no more than
 * BYTES-PER-SECOND in each.  A new connection first costs a round trip, as its handshake would.
 * tc netem does this in the kernel, but needs privileges; and a server's own limit, such as nginx's
 * limit_rate, counts for each request and lets a second's worth pass at once.
 *
 * Not imitated: loss, TCP's slow start.  The clients pay nothing for it: all is done in here, in
 * one thread around ppoll().
 */

#define _GNU_SOURCE

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/param.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_PAIRS     128
#define CHUNK_BYTES   16384
#define N_CHUNKS      64 /* on their way at once, in one direction */
#define NSEC_PER_MS   1000000LL
#define NSEC_PER_SEC  1000000000LL
#define CATCH_UP_NSEC (5 * NSEC_PER_MS) /* what a late wake-up may make good */
#define NEVER_NSEC    (60 * NSEC_PER_SEC)

typedef struct
{
  char bytes[CHUNK_BYTES];
  ssize_t n_bytes; /* 0: the end */
  ssize_t n_sent;
  long long due_nsec;
} Chunk;

typedef struct
{
  Chunk chunks[N_CHUNKS]; /* a ring */
  unsigned first;
  unsigned n;
  long long free_at_nsec; /* when the next chunk may enter */
  int is_ended;           /* nothing more will enter */
  int is_closed;          /* nor leave */
} Direction;

typedef struct
{
  int fds[2];               /* client, server */
  Direction *directions[2]; /* from the client, from the server */
} Pair;

static Pair pairs[MAX_PAIRS];
static long long delay_nsec;
static long long bytes_per_sec;
static int server_port;

static long long
get_time_nsec (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

static struct sockaddr_in
on_loopback (int port)
{
  return (struct sockaddr_in){ .sin_family = AF_INET,
                               .sin_port = htons (port),
                               .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
}

static int
listen_anywhere (void)
{
  struct sockaddr_in address = on_loopback (0);
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || bind (fd, (struct sockaddr *) &address, sizeof address) != 0 ||
      listen (fd, 1024) != 0 || getsockname (fd, (struct sockaddr *) &address, &length) != 0)
    err (1, "listen");
  printf ("%d\n", ntohs (address.sin_port));
  fflush (stdout);
  return fd;
}

static void
open_pair (int listener, long long now_nsec)
{
  struct sockaddr_in address = on_loopback (server_port);
  int one = 1;
  int i = 0;

  while (i < MAX_PAIRS && pairs[i].fds[0] >= 0)
    i++;
  if (i == MAX_PAIRS)
    errx (1, "more than %d connections at once", MAX_PAIRS);

  pairs[i].fds[0] = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);
  pairs[i].fds[1] = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (pairs[i].fds[0] < 0 || pairs[i].fds[1] < 0)
    err (1, "a new connection");
  if (connect (pairs[i].fds[1], (struct sockaddr *) &address, sizeof address) != 0)
    err (1, "connect");
  for (int side = 0; side < 2; side++)
    {
      setsockopt (pairs[i].fds[side], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      pairs[i].directions[side] = calloc (1, sizeof (Direction));
      if (pairs[i].directions[side] == NULL)
        err (1, "calloc");
      pairs[i].directions[side]->free_at_nsec = now_nsec + 2 * delay_nsec;
    }
}

static void
close_pair (Pair *self)
{
  for (int side = 0; side < 2; side++)
    {
      close (self->fds[side]);
      self->fds[side] = -1;
      free (self->directions[side]);
      self->directions[side] = NULL;
    }
}

/* Returns whether the connection is still good. */
static int
take_in (Direction *self, int fd, long long now_nsec)
{
  Chunk *chunk = &self->chunks[(self->first + self->n) % N_CHUNKS];

  chunk->n_bytes = recv (fd, chunk->bytes, CHUNK_BYTES, MSG_DONTWAIT);
  if (chunk->n_bytes < 0)
    return errno == EAGAIN;
  self->free_at_nsec = MAX (self->free_at_nsec, now_nsec - CATCH_UP_NSEC) +
                       chunk->n_bytes * NSEC_PER_SEC / bytes_per_sec;
  chunk->n_sent = 0;
  chunk->due_nsec = MAX (self->free_at_nsec, now_nsec) + delay_nsec;
  self->is_ended = chunk->n_bytes == 0;
  self->n++;
  return 1;
}

/* Returns whether the connection is still good. */
static int
let_out (Direction *self, int fd, long long now_nsec)
{
  while (self->n > 0 && self->chunks[self->first].due_nsec <= now_nsec)
    {
      Chunk *chunk = &self->chunks[self->first];
      ssize_t n;

      if (chunk->n_bytes == 0)
        {
          shutdown (fd, SHUT_WR);
          self->is_closed = 1;
        }
      else
        {
          n = send (fd, chunk->bytes + chunk->n_sent, chunk->n_bytes - chunk->n_sent,
                    MSG_DONTWAIT | MSG_NOSIGNAL);
          if (n < 0)
            return errno == EAGAIN;
          chunk->n_sent += n;
          if (chunk->n_sent < chunk->n_bytes)
            return 1;
        }
      self->first = (self->first + 1) % N_CHUNKS;
      self->n--;
    }
  return 1;
}

/* What a direction waits for, at either end. */
static void
prepare (const Direction *self,
         struct pollfd *in,
         struct pollfd *out,
         long long now_nsec,
         long long *wake_nsec)
{
  if (!self->is_ended && self->n < N_CHUNKS)
    {
      if (self->free_at_nsec <= now_nsec)
        in->events |= POLLIN;
      else
        *wake_nsec = MIN (*wake_nsec, self->free_at_nsec);
    }
  if (self->n > 0)
    {
      if (self->chunks[self->first].due_nsec <= now_nsec)
        out->events |= POLLOUT;
      else
        *wake_nsec = MIN (*wake_nsec, self->chunks[self->first].due_nsec);
    }
}

/* Fills in what to wait for; returns until when. */
static long long
prepare_all (struct pollfd *polled, long long now_nsec)
{
  long long wake_nsec = now_nsec + NEVER_NSEC;

  for (int i = 0; i < MAX_PAIRS; i++)
    {
      struct pollfd *ends = &polled[2 * i];

      ends[0] = ends[1] = (struct pollfd){ .fd = -1 };
      if (pairs[i].fds[0] < 0)
        continue;
      prepare (pairs[i].directions[0], &ends[0], &ends[1], now_nsec, &wake_nsec);
      prepare (pairs[i].directions[1], &ends[1], &ends[0], now_nsec, &wake_nsec);
      /* A hang-up is told also to who asks for nothing: then it would keep us awake. */
      for (int side = 0; side < 2; side++)
        if (ends[side].events != 0)
          ends[side].fd = pairs[i].fds[side];
    }
  return wake_nsec;
}

static void
move (Pair *self, const struct pollfd *ends, long long now_nsec)
{
  int is_good = 1;

  for (int side = 0; side < 2 && is_good; side++)
    {
      if (ends[side].revents & POLLERR)
        is_good = 0;
      else if (ends[side].revents & POLLIN)
        is_good = take_in (self->directions[side], self->fds[side], now_nsec);
      is_good = is_good && let_out (self->directions[side], self->fds[1 - side], now_nsec);
    }
  if (!is_good || (self->directions[0]->is_closed && self->directions[1]->is_closed))
    close_pair (self);
}

static void
serve (int listener)
{
  static struct pollfd polled[2 * MAX_PAIRS + 1];

  for (;;)
    {
      long long now_nsec = get_time_nsec ();
      long long left_nsec = prepare_all (polled, now_nsec) - now_nsec;
      struct timespec timeout = { .tv_sec = left_nsec / NSEC_PER_SEC,
                                  .tv_nsec = left_nsec % NSEC_PER_SEC };

      polled[2 * MAX_PAIRS] = (struct pollfd){ .fd = listener, .events = POLLIN };
      if (ppoll (polled, 2 * MAX_PAIRS + 1, &timeout, NULL) < 0)
        err (1, "ppoll");
      now_nsec = get_time_nsec ();
      for (int i = 0; i < MAX_PAIRS; i++)
        if (pairs[i].fds[0] >= 0)
          move (&pairs[i], &polled[2 * i], now_nsec);
      if (polled[2 * MAX_PAIRS].revents != 0)
        open_pair (listener, now_nsec);
    }
}

int
main (int argc, char **argv)
{
  if (argc != 4)
    errx (2, "usage: relay SERVER-PORT DELAY-MS BYTES-PER-SECOND");
  server_port = atoi (argv[1]);
  delay_nsec = atoi (argv[2]) * NSEC_PER_MS;
  bytes_per_sec = atoll (argv[3]);
  for (int i = 0; i < MAX_PAIRS; i++)
    pairs[i].fds[0] = -1;

  /* It does not outlive who started it. */
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  serve (listen_anywhere ());
  return 0;
}
