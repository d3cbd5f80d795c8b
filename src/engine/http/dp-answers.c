/* dp-answers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person answered: for each server and proxy a user name and a password, and which
 * certificates of which servers are trusted although nobody vouches for them.
 *
 * In memory only, and only for whom they are: nothing here is ever written, and no password shown or
 * listed.  A set is not changed any more: the home thread makes a new one, and each transfer holds the
 * one that was there when it started, so that lanes read without a lock.  A password has a number, by
 * which the home thread knows whether the answer that was not accepted is still the last one.
 *
 * Thread: any; constant.
 */

#include "dp-answers.h"

typedef struct
{
  char *userinfo; /* (owned): percent-encoded, as in a link */
  guint id;
} Password;

struct _DpAnswers
{
  gatomicrefcount ref_count;
  GHashTable *passwords;    /* (owned) (element-type utf8 Password): by origin */
  GHashTable *certificates; /* (owned) (element-type utf8 DpQuestion): origin, space, fingerprint */
  guint last_id;
  guint n_changes; /* since there was none */
};

static void
password_clear (gpointer data)
{
  g_free (((Password *) data)->userinfo);
}

static void
password_release (gpointer password)
{
  g_atomic_rc_box_release_full (password, password_clear);
}

/**
 * dp_answers_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): no answers yet
 */
DpAnswers *
dp_answers_new (void)
{
  DpAnswers *self = g_new0 (DpAnswers, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->passwords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, password_release);
  self->certificates =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) dp_question_free);
  return self;
}

/**
 * dp_answers_ref:
 * @self: answers
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpAnswers *
dp_answers_ref (DpAnswers *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_answers_unref:
 * @self: (transfer full) (nullable): answers
 *
 * Thread: any.
 */
void
dp_answers_unref (DpAnswers *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->passwords);
  g_hash_table_unref (self->certificates);
  g_free (self);
}

/* Takes @self. */
static DpAnswers *
copy (DpAnswers *self)
{
  DpAnswers *answers = dp_answers_new ();
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  answers->last_id = self->last_id;
  answers->n_changes = self->n_changes + 1;
  g_hash_table_iter_init (&iter, self->passwords);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (answers->passwords, g_strdup (key), g_atomic_rc_box_acquire (value));
  g_hash_table_iter_init (&iter, self->certificates);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (answers->certificates, g_strdup (key), dp_question_copy (value));
  dp_answers_unref (self);
  return answers;
}

static char *
get_certificate_key (const char *origin, const char *fingerprint)
{
  return g_strconcat (origin, " ", fingerprint, NULL);
}

/**
 * dp_answers_add_password:
 * @self: (transfer full): answers
 * @question: a server's or proxy's question
 * @user: the answer to it
 * @password: the other half
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same with this one, in place of an earlier one to the same
 */
DpAnswers *
dp_answers_add_password (DpAnswers *self,
                         const DpQuestion *question,
                         const char *user,
                         const char *password)
{
  g_autofree char *escaped_user = g_uri_escape_string (user, NULL, FALSE);
  g_autofree char *escaped_password = g_uri_escape_string (password, NULL, FALSE);
  g_autofree char *userinfo = g_strconcat (escaped_user, ":", escaped_password, NULL);

  return dp_answers_add_userinfo (self, question, userinfo);
}

/**
 * dp_answers_add_userinfo:
 * @self: (transfer full): answers
 * @question: a server's or proxy's question
 * @userinfo: the answer to it, percent-encoded as in a link
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same with this one, in place of an earlier one to the same
 */
DpAnswers *
dp_answers_add_userinfo (DpAnswers *self, const DpQuestion *question, const char *userinfo)
{
  DpAnswers *answers = copy (self);
  Password *entry = g_atomic_rc_box_new0 (Password);

  entry->userinfo = g_strdup (userinfo);
  entry->id = ++answers->last_id;
  g_hash_table_replace (answers->passwords, g_strdup (question->origin), entry);
  return answers;
}

/**
 * dp_answers_add_certificate:
 * @self: (transfer full): answers
 * @question: the question about a certificate that the person trusts
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same with this one: one certificate of one server
 */
DpAnswers *
dp_answers_add_certificate (DpAnswers *self, const DpQuestion *question)
{
  DpAnswers *answers = copy (self);

  g_hash_table_replace (answers->certificates,
                        get_certificate_key (question->origin, question->fingerprint),
                        dp_question_copy (question));
  return answers;
}

/**
 * dp_answers_remove_certificate:
 * @self: (transfer full): answers
 * @question: the question about a certificate that the person trusts no longer
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same without this one
 */
DpAnswers *
dp_answers_remove_certificate (DpAnswers *self, const DpQuestion *question)
{
  DpAnswers *answers = copy (self);
  g_autofree char *key = get_certificate_key (question->origin, question->fingerprint);

  g_hash_table_remove (answers->certificates, key);
  return answers;
}

/**
 * dp_answers_remove_wrong:
 * @self: (transfer full): answers
 * @question: what is asked
 *
 * A password that was not accepted is not told a second time.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same without the answer that @question has had already
 */
DpAnswers *
dp_answers_remove_wrong (DpAnswers *self, const DpQuestion *question)
{
  const Password *password = g_hash_table_lookup (self->passwords, question->origin);
  DpAnswers *answers;

  if (password == NULL || password->id != question->answer_id)
    return self;
  answers = copy (self);
  g_hash_table_remove (answers->passwords, question->origin);
  return answers;
}

/**
 * dp_answers_is_newer:
 * @self: answers
 * @other: (nullable): answers, of which @self was made or which were made of it
 *
 * Thread: any.
 *
 * Returns: whether @self was made of @other
 */
gboolean
dp_answers_is_newer (const DpAnswers *self, const DpAnswers *other)
{
  return other == NULL || self->n_changes > other->n_changes;
}

/**
 * dp_answers_has:
 * @self: answers
 * @question: what is asked
 *
 * Thread: any.
 *
 * Returns: whether there is an answer that was not yet tried by who asks
 */
gboolean
dp_answers_has (const DpAnswers *self, const DpQuestion *question)
{
  guint answer_id;

  if (question->kind == DP_QUESTION_CERTIFICATE)
    return dp_answers_is_trusted (self, question->origin, question->fingerprint);
  return dp_answers_find_userinfo (self, question->origin, &answer_id) != NULL &&
         answer_id != question->answer_id;
}

/**
 * dp_answers_find_userinfo:
 * @self: (nullable): answers
 * @origin: who asks, from dp_question_dup_origin()
 * @answer_id: (out): the number of the answer, 0 if there is none
 *
 * Thread: any.
 *
 * Returns: (transfer none) (nullable): user and password for it, percent-encoded as in a link
 */
const char *
dp_answers_find_userinfo (const DpAnswers *self, const char *origin, guint *answer_id)
{
  const Password *password = self != NULL ? g_hash_table_lookup (self->passwords, origin) : NULL;

  *answer_id = password != NULL ? password->id : 0;
  return password != NULL ? password->userinfo : NULL;
}

/**
 * dp_answers_is_trusted:
 * @self: (nullable): answers
 * @origin: whose certificate, from dp_question_dup_origin()
 * @fingerprint: which certificate
 *
 * Thread: any.
 *
 * Returns: whether the person trusts this certificate of this server
 */
gboolean
dp_answers_is_trusted (const DpAnswers *self, const char *origin, const char *fingerprint)
{
  g_autofree char *key = get_certificate_key (origin, fingerprint);

  return self != NULL && g_hash_table_contains (self->certificates, key);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const DpQuestion *one = *(const DpQuestion *const *) a;
  const DpQuestion *other = *(const DpQuestion *const *) b;
  int order = g_strcmp0 (one->host, other->host);

  if (order == 0)
    order = (int) one->port - (int) other->port;
  return order != 0 ? order : g_strcmp0 (one->fingerprint, other->fingerprint);
}

/**
 * dp_answers_list_certificates:
 * @self: answers
 *
 * Thread: any.
 *
 * Returns: (transfer container) (element-type DpQuestion): what the person was asked about
 *   certificates and said yes to, by host; valid while @self is
 */
GPtrArray *
dp_answers_list_certificates (const DpAnswers *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->certificates);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (list, value);
  g_ptr_array_sort (list, compare_places);
  return list;
}
