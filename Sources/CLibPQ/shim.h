// libpq's declarations, and a table of the functions in use: the library is loaded at first use, never linked.
//
// Linking would load libssl, krb5, ldap and more at every start, also where no database is asked for.

#ifndef CLIBPQ_SHIM_H
#define CLIBPQ_SHIM_H

#include <dlfcn.h>
#include <stddef.h>

#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#elif __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
// Homebrew keeps libpq out of the folders that compilers search: on Apple silicon, on Intel.
#elif __has_include("/opt/homebrew/opt/libpq/include/libpq-fe.h")
#include "/opt/homebrew/opt/libpq/include/libpq-fe.h"
#elif __has_include("/usr/local/opt/libpq/include/libpq-fe.h")
#include "/usr/local/opt/libpq/include/libpq-fe.h"
#else
#error "libpq's headers are missing: install libpq-dev (Debian, Ubuntu), libpq-devel (Fedora) or libpq (Homebrew)"
#endif

// Every function called, once. All are in libpq 14, the first one with pipeline mode.
#define CLIBPQ_FUNCTIONS(X) \
  X(PQconnectStartParams) X(PQconnectPoll) X(PQhost) X(PQport) X(PQparameterStatus) X(PQconninfoParse) \
  X(PQconninfoFree) X(PQfinish) X(PQstatus) X(PQsocket) X(PQerrorMessage) X(PQserverVersion) X(PQtransactionStatus) \
  X(PQsetNoticeReceiver) X(PQsetnonblocking) X(PQenterPipelineMode) X(PQexitPipelineMode) X(PQpipelineSync) \
  X(PQsendPrepare) X(PQsendQueryPrepared) X(PQsendQueryParams) X(PQsendQuery) X(PQflush) X(PQconsumeInput) \
  X(PQisBusy) X(PQgetResult) X(PQresultStatus) X(PQresultErrorField) X(PQresultErrorMessage) X(PQclear) X(PQntuples) \
  X(PQnfields) X(PQgetvalue) X(PQgetlength) X(PQgetisnull) X(PQcmdTuples) X(PQgetCancel) X(PQfreeCancel) X(PQcancel) \
  X(PQlibVersion) X(PQconninfo) X(PQsetErrorVerbosity) X(PQsslInUse) X(PQsslAttribute) X(PQfreemem) \
  X(PQbackendPID)

typedef struct CLibPQFunctions {
#define CLIBPQ_FIELD(name) __typeof__(name) *name;
  CLIBPQ_FUNCTIONS(CLIBPQ_FIELD)
#undef CLIBPQ_FIELD
} CLibPQFunctions;

// Fills the table from an open library. Returns NULL, or the name of the first function that the library lacks.
static inline const char *clibpq_resolve(void *library, CLibPQFunctions *functions) {
#define CLIBPQ_RESOLVE(name) \
  if (!(functions->name = (__typeof__(functions->name))dlsym(library, #name))) return #name;
  CLIBPQ_FUNCTIONS(CLIBPQ_RESOLVE)
#undef CLIBPQ_RESOLVE
  return NULL;
}

#endif
