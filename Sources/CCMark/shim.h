// libcmark's declarations: the CommonMark reference parser.

#ifndef CCMARK_SHIM_H
#define CCMARK_SHIM_H

#if __has_include(<cmark.h>)
#include <cmark.h>
#else
#error "libcmark's header is missing: install libcmark-dev (Debian, Ubuntu) or cmark-devel (Fedora)"
#endif

#endif
