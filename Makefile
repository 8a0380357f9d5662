# orgair: make all | check | install | uninstall | clean; VARIANT=debug|release|san|cov
#
# Every variant builds into build/<variant>; BUILD=<folder> puts it elsewhere.

VARIANT ?= debug
BUILD ?= build/$(VARIANT)
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/orgair
MANDIR ?= $(PREFIX)/share/man/man1
INSTALL ?= install
PKG_CONFIG ?= pkg-config

VERSION := 0.1.0
PACKAGES := libpq cairo pangocairo fontconfig libpng jansson libcrypto libctemplate xlsxwriter zlib libzip libxml-2.0

ifeq ($(VARIANT),debug)
  OPTIMIZE := -O0 -g3
  STRICT := -Werror
else ifeq ($(VARIANT),release)
  OPTIMIZE := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
else ifeq ($(VARIANT),san)
  OPTIMIZE := -O1 -g3 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
  STRICT := -Werror
  DEFINES := -DORGAIR_ARENA_MALLOC
else ifeq ($(VARIANT),cov)
  OPTIMIZE := -O0 -g3 --coverage
else
  $(error VARIANT is '$(VARIANT)', expected debug, release, san or cov)
endif

WARNINGS := -Wall -Wextra -Wshadow -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla \
            -Wformat=2 -Wundef
C_WARNINGS := $(WARNINGS) -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition

PACKAGE_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES) | sed 's/-I/-isystem /g')
PACKAGE_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES))

# -ffp-contract=off: from the square root on a score is plain binary64.
COMMON := $(OPTIMIZE) $(STRICT) $(DEFINES) -iquote src -ffp-contract=off -fPIE -MMD -MP \
          -D_GNU_SOURCE -DORGAIR_VERSION='"$(VERSION)"' -DORGAIR_DATADIR='"$(DATADIR)"' \
          $(PACKAGE_CFLAGS)
override CFLAGS := -std=c11 $(COMMON) $(C_WARNINGS) -include src/base/banned.h $(CFLAGS)
override CXXFLAGS := -std=c++17 $(COMMON) $(WARNINGS) $(CXXFLAGS)
override LDFLAGS := $(OPTIMIZE) -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LDFLAGS)
LIBS := $(PACKAGE_LIBS) -lstdc++ -lm

SOURCES := $(shell find src -name '*.c')
CXX_SOURCES := $(shell find src -name '*.cc')
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(CXX_SOURCES:%.cc=$(BUILD)/%.o)
MAIN := $(BUILD)/src/app/main.o
LIBRARY := $(BUILD)/liborgair.a

# One short line a step; V=1 shows the commands.
ifneq ($(V),1)
  Q := @
endif

.PHONY: all check install uninstall clean tests
all: $(BUILD)/orgair

$(BUILD)/orgair: $(MAIN) $(LIBRARY)
	@echo "  LINK  $@"
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)

$(LIBRARY): $(filter-out $(MAIN),$(OBJECTS))
	@echo "  AR    $@"
	$(Q)rm -f $@
	$(Q)$(AR) rcsD $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<

$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	@echo "  CXX   $<"
	$(Q)$(CXX) $(CXXFLAGS) -c -o $@ $<

include tests/tests.mk

install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DATADIR) $(DESTDIR)$(MANDIR)
	$(INSTALL) -m 755 $(BUILD)/orgair $(DESTDIR)$(BINDIR)/orgair
	cp -R templates migrations seeds $(DESTDIR)$(DATADIR)/
	$(BUILD)/orgair help --man > $(DESTDIR)$(MANDIR)/orgair.1

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/orgair $(DESTDIR)$(MANDIR)/orgair.1
	rm -rf $(DESTDIR)$(DATADIR)

clean:
	rm -rf build

-include $(OBJECTS:.o=.d)
