// Linux calls of the C library that its headers show to GNU programs only, and Swift's Glibc therefore not.
// Source: syncfs(2), rename(2).

int syncfs(int descriptor);
int renameat2(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, unsigned int flags);
