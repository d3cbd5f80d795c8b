/* dp-http-socks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The password for a SOCKS server.  It is GIO that talks to such a server, and it takes the password
 * from the link to it and nowhere else: so what the person answered is put in there, on the way from
 * who knows the proxy to GIO.
 *
 * Thread: worker; it never leaves its lane.
 */

#include "dp-http-socks.h"

#include <glib/gi18n-lib.h>

#include "dp-http-proxy.h"

struct _DpHttpSocks
{
  GObject parent_instance;

  GProxyResolver *resolver; /* (owned): who knows the proxy */
  DpAnswers *answers;       /* (owned) (nullable) */
};

static void resolver_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpHttpSocks,
                               dp_http_socks,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, resolver_init))

/* @proxies: (transfer full) (nullable): if %NULL, with @error set */
static char **
take_ways (DpHttpSocks *self, char **proxies, GError **error)
{
  if (proxies != NULL && g_strv_contains ((const char *const *) proxies, DP_HTTP_PROXY_UNREADABLE))
    {
      g_strfreev (proxies);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PROXY_NOT_ALLOWED,
                           /* Translators: as a reason, after a colon. */
                           _ ("The proxy that the environment names is none"));
      return NULL;
    }
  for (char **proxy = proxies; self->answers != NULL && proxy != NULL && *proxy != NULL; proxy++)
    {
      char *answered = dp_http_proxy_dup_answered (*proxy, self->answers);

      g_free (*proxy);
      *proxy = answered;
    }
  return proxies;
}

static gboolean
is_supported (GProxyResolver *resolver)
{
  return g_proxy_resolver_is_supported (DP_HTTP_SOCKS (resolver)->resolver);
}

static char **
lookup (GProxyResolver *resolver, const char *uri, GCancellable *cancellable, GError **error)
{
  DpHttpSocks *self = DP_HTTP_SOCKS (resolver);

  return take_ways (self, g_proxy_resolver_lookup (self->resolver, uri, cancellable, error), error);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char **proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies != NULL)
    proxies = take_ways (g_task_get_source_object (task), proxies, &error);
  if (proxies != NULL)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
lookup_async (GProxyResolver *resolver,
              const char *uri,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, lookup_async);
  g_proxy_resolver_lookup_async (DP_HTTP_SOCKS (resolver)->resolver, uri, cancellable, on_looked_up,
                                 task);
}

static char **
lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
resolver_init (GProxyResolverInterface *iface)
{
  iface->is_supported = is_supported;
  iface->lookup = lookup;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

static void
dp_http_socks_finalize (GObject *object)
{
  DpHttpSocks *self = DP_HTTP_SOCKS (object);

  g_object_unref (self->resolver);
  dp_answers_unref (self->answers);
  G_OBJECT_CLASS (dp_http_socks_parent_class)->finalize (object);
}

static void
dp_http_socks_class_init (DpHttpSocksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dp_http_socks_finalize;
}

static void
dp_http_socks_init (DpHttpSocks *self)
{
}

/**
 * dp_http_socks_new:
 * @resolver: who knows the proxy
 *
 * Thread: worker.
 *
 * Returns: (transfer full): the same, without answers yet
 */
DpHttpSocks *
dp_http_socks_new (GProxyResolver *resolver)
{
  DpHttpSocks *self = g_object_new (DP_TYPE_HTTP_SOCKS, NULL);

  self->resolver = g_object_ref (resolver);
  return self;
}

/**
 * dp_http_socks_set_answers:
 * @self: a resolver
 * @answers: what the person answered so far
 *
 * Thread: worker.
 */
void
dp_http_socks_set_answers (DpHttpSocks *self, DpAnswers *answers)
{
  dp_answers_unref (self->answers);
  self->answers = dp_answers_ref (answers);
}
