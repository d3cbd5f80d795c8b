/* dp-disk-faults.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that refuses, and file systems that can do less: the system calls of dp-part-file go through
 * here, where one of them fails on demand, and their order is written down.  A program that has this
 * among its sources has no other.
 */

#pragma once

#include "dp-engine-fixture.h"
#include "dp-part-file.h"

G_BEGIN_DECLS

/* What is to go wrong, 0: nothing. */
typedef struct
{
  int fallocate;
  int fsync;
  int fdatasync;
  int ftruncate;
  int renameat2;
  int linkat;
  int renameat;
  int pwrite;
  gboolean is_pwrite_short;
  gboolean is_disk_full; /* for fstatvfs() */
} DpDiskFaults;

extern DpDiskFaults dp_disk_faults;
extern guint dp_disk_n_stats;
extern GString *dp_disk_calls; /* (owned) (nullable): their order */

/* "a.bin.part" on a disk that has no faults yet. */
DpPartFile *dp_disk_faults_create (DpEngineFixture *fixture);
/* A hundred bytes. */
void dp_disk_faults_fill (DpPartFile *part);
/* One that is full is told from one that is broken. */
void dp_disk_faults_assert_refused (GError *error, int number);

G_END_DECLS
