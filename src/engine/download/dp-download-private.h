/* dp-download-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the three files know that DpDownload is made of: dp-download, dp-download-file and
 * dp-download-turn.
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

struct _DpDownload
{
  GObject parent_instance;

  guint64 id;
  char *url;            /* (owned): a GRefString */
  DpRequest *request;   /* (owned) (nullable) */
  DpOffer *offer;       /* (owned) (nullable): what a list said of the file */
  char *validator;      /* (owned) (nullable): the version that the finished file is */
  char *folder;         /* (owned): a GRefString */
  char *name;           /* (owned) (nullable): until somebody asks */
  char *wish;           /* (owned) (nullable): the person's name for it */
  char *path;           /* (owned) (nullable): until it is done */
  char *reason;         /* (owned) (nullable): why it does not go on */
  char *command;        /* (owned) (nullable): a GRefString: what is run when it is done */
  DpPartial *partial;   /* (owned) (nullable) */
  DpQuestion *question; /* (owned) (nullable): while it asks */
  DpQuestion *trusted;  /* (owned) (nullable): a certificate that only the person vouches for */
  DpProgress progress;
  guint64 limit_bytes_per_sec; /* 0: none */
  DpHistory history;
  gpointer turn; /* (unowned) (nullable): whose turn it is knows what that means */
  gint64 place;  /* in the list: less is before */
  DpState state;
  DpPriority priority;
  gboolean is_length_proven;
  DpFinished found; /* when somebody last looked at the finished file */
  gboolean is_jumping;
};

typedef enum
{
  DP_DOWNLOAD_PROP_NAME = 1,
  DP_DOWNLOAD_PROP_STATE,
  DP_DOWNLOAD_PROP_PROGRESS,
  DP_DOWNLOAD_PROP_REASON,
  DP_DOWNLOAD_PROP_URL,
  DP_DOWNLOAD_PROP_FOUND,
  DP_DOWNLOAD_PROP_PRIORITY,
} DpDownloadProperty;

extern GParamSpec *dp_download_props[DP_DOWNLOAD_PROP_PRIORITY + 1];

/* The thread that every setter asserts. */
extern GThread *dp_download_home;

G_END_DECLS
