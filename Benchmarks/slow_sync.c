// A library for LD_PRELOAD that makes each sync of a file take longer, for a benchmark on a disk faster than most.
//
//     SLOW_SYNC_MICROSECONDS=1500 LD_PRELOAD=./slow-sync.so program
//
// The sync itself is done first, as without the library; then the calling thread sleeps.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static struct timespec pause_after;

__attribute__((constructor)) static void read_pause(void) {
  const char *text = getenv("SLOW_SYNC_MICROSECONDS");
  long microseconds = text ? atol(text) : 0;
  pause_after.tv_sec = microseconds / 1000000;
  pause_after.tv_nsec = microseconds % 1000000 * 1000;
}

static int slowly(const char *name, int descriptor) {
  int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  int code = sync(descriptor);
  nanosleep(&pause_after, NULL);
  return code;
}

int fdatasync(int descriptor) { return slowly("fdatasync", descriptor); }
int fsync(int descriptor) { return slowly("fsync", descriptor); }
