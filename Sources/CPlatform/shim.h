// What the C library has and Swift's Glibc and Darwin modules do not show.

#ifndef CPLATFORM_SHIM_H
#define CPLATFORM_SHIM_H

#ifdef __linux__

#include <malloc.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/vfs.h>

// Shown to GNU programs only. Source: syncfs(2), rename(2), pthread_setname_np(3).
int syncfs(int descriptor);
int renameat2(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, unsigned int flags);
int pthread_setname_np(pthread_t thread, const char *name);

#endif

#ifdef __APPLE__

// For _NSGetEnviron. Source: environ(7).
#include <crt_externs.h>

#endif

#endif
