#include "render/html/template.h"

extern "C" {
#include "base/text.h"
}

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary_interface.h>
#include <ctemplate/template_emitter.h>
#include <exception>
#include <forward_list>
#include <iostream>
#include <sstream>

using ctemplate::TemplateDictionaryInterface;
using ctemplate::TemplateString;

namespace
{

// One line of indentation less in every page; joining lines would join words.
const ctemplate::Strip strip = ctemplate::STRIP_BLANK_LINES;

class Emitter final : public ctemplate::ExpandEmitter
{
  public:
    explicit Emitter(struct strbuf *out) : out_(out)
    {
    }
    void Emit(char c) override
    {
        strbuf_addch(out_, c);
    }
    void Emit(const std::string &text) override
    {
        strbuf_add(out_, text.data(), text.size());
    }
    void Emit(const char *text) override
    {
        strbuf_addstr(out_, text);
    }
    void Emit(const char *text, size_t length) override
    {
        strbuf_add(out_, text, length);
    }

  private:
    struct strbuf *out_;
};

// The first marker without a value; ctemplate itself would leave an empty space.
struct Miss {
    const char *file = nullptr;
    std::string marker;
};

// A marker here: what holds its slot, and its number, by what it is called in a flat text
// (flatten.h).
class Place
{
  public:
    Place(const struct values *values, const TemplateString &name) : holder_(values)
    {
        const char *called = name.data();
        items_ = called[0] >= 'a';
        for (int out = called[0] - (items_ ? 'a' : 'A'); out > 0; out--)
            holder_ = holder_->parent;
        number_ = called[1] - 'A';
    }
    const union slot &slot() const
    {
        return holder_->slots[number_];
    }
    bool has_items() const
    {
        return items_;
    }
    const struct marker &marker() const
    {
        return holder_->shape->markers[number_];
    }

  private:
    const struct values *holder_;
    int number_;
    bool items_;
};

// Memory of objects that come and go by the thousand: an iterator for each section of a page.
class Pool
{
  public:
    Pool() = default;
    Pool(const Pool &) = delete;
    Pool &operator=(const Pool &) = delete;
    ~Pool()
    {
        while (free_) {
            Piece *next = free_->next;
            ::operator delete(free_);
            free_ = next;
        }
    }
    // All of one size.
    void *take(size_t size)
    {
        Piece *piece = free_;
        if (piece)
            free_ = piece->next;
        else
            piece = static_cast<Piece *>(::operator new(sizeof(Piece) + size));
        piece->pool = this;
        return piece + 1;
    }
    static void give_back(void *object)
    {
        Piece *piece = static_cast<Piece *>(object) - 1;
        Pool *pool = piece->pool;
        piece->next = pool->free_;
        pool->free_ = piece;
    }

  private:
    struct alignas(std::max_align_t) Piece {
        union {
            Piece *next;
            Pool *pool;
        };
    };
    Piece *free_ = nullptr;
};

const char *file_of(const struct values *values)
{
    while (values->parent)
        values = values->parent;
    return values->shape->file;
}

// What all dictionaries of one page share.
struct Page {
    Pool *pool;
    Miss miss;
    std::forward_list<std::string> tamed; // values that had to be

    // HTML knows no control characters. What this program wrote has none.
    TemplateString text_of(const char *text, enum marker_kind kind)
    {
        size_t length = strlen(text);
        if (kind == MARKER_MARKUP || !text_has_control(text, length))
            return TemplateString(text, length);
        std::string &copy = tamed.emplace_front(text, length);
        text_tame(&copy[0], length, false);
        return TemplateString(copy.data(), length);
    }
};

class Dictionary final : public TemplateDictionaryInterface
{
  public:
    Dictionary(const struct values *values, Page *page) : values_(values), page_(page)
    {
    }
    // A stand-in for the item an iterator has reached.
    void point(const struct values *values)
    {
        values_ = values;
    }

  protected:
    class Items; // in here because its base class is protected

    TemplateString GetValue(const TemplateString &name) const override
    {
        Place place(values_, name);
        const char *text = place.slot().text;
        if (text)
            return page_->text_of(text, place.marker().kind);
        if (!page_->miss.file) {
            page_->miss.file = file_of(values_);
            page_->miss.marker = place.marker().name;
        }
        return TemplateString("", 0);
    }

    bool IsUnhiddenSection(const TemplateString &name) const override
    {
        return Place(values_, name).slot().shown != nullptr;
    }
    bool IsHiddenSection(const TemplateString &name) const override
    {
        return !IsUnhiddenSection(name);
    }
    bool IsHiddenTemplate(const TemplateString &name) const override
    {
        return !IsUnhiddenSection(name);
    }

    Iterator *CreateSectionIterator(const TemplateString &name) const override;
    Iterator *CreateTemplateIterator(const TemplateString &name) const override;
    // Includes are sections by now (html.c).
    const char *GetIncludeTemplateName(const TemplateString &, int) const override
    {
        return "";
    }

    void DumpToString(std::string *out, int) const override
    {
        *out += file_of(values_);
    }

  private:
    const struct values *values_;
    Page *page_;
};

class Dictionary::Items final : public TemplateDictionaryInterface::Iterator
{
  public:
    Items(const struct values *first, Page *page) : next_(first), item_(first, page)
    {
    }
    static void *operator new(size_t size, Pool *pool)
    {
        return pool->take(size);
    }
    static void operator delete(void *items)
    {
        Pool::give_back(items);
    }
    static void operator delete(void *items, Pool *)
    {
        Pool::give_back(items);
    }
    bool HasNext() const override
    {
        return next_ != nullptr;
    }
    const TemplateDictionaryInterface &Next() override
    {
        item_.point(next_);
        next_ = next_->next;
        return item_;
    }

  private:
    const struct values *next_;
    Dictionary item_;
};

// Without items, a section that is shown is expanded once, with the dictionary around it.
TemplateDictionaryInterface::Iterator *
Dictionary::CreateSectionIterator(const TemplateString &name) const
{
    Place place(values_, name);
    const struct values *first = place.has_items() ? place.slot().items.first : nullptr;
    return new (page_->pool) Items(first, page_);
}

TemplateDictionaryInterface::Iterator *
Dictionary::CreateTemplateIterator(const TemplateString &name) const
{
    return CreateSectionIterator(name);
}

// ctemplate says what is wrong with a template on std::cerr only. Nothing else of this program
// writes there, so its buffer is borrowed for the length of a call.
class Complaints
{
  public:
    Complaints() : before_(std::cerr.rdbuf(&said_))
    {
    }
    ~Complaints()
    {
        std::cerr.rdbuf(before_);
    }
    // The first line, without ctemplate's own headings.
    std::string text() const
    {
        std::string line = said_.str().substr(0, said_.str().find('\n'));
        for (const char *heading : {"ERROR: ", "Template : ", "ERROR: ", "Auto-Escape: "})
            if (line.compare(0, strlen(heading), heading) == 0)
                line.erase(0, strlen(heading));
        return line.empty() ? "ctemplate gave no reason" : line;
    }

  private:
    std::stringbuf said_;
    std::streambuf *before_;
};

void cut_back(struct strbuf *out, size_t length)
{
    if (out->length == length)
        return;
    out->length = length;
    out->text[length] = '\0';
}

} // namespace

struct templates {
    ctemplate::TemplateCache cache;
    Pool pool;
};

struct templates *templates_new(void)
{
    try {
        return new struct templates;
    } catch (...) {
        return nullptr;
    }
}

void templates_free(void *templates)
{
    try {
        delete static_cast<struct templates *>(templates);
    } catch (...) {
    }
}

bool templates_add(struct templates *templates, const char *name, const char *text, size_t length,
                   struct error *err)
{
    try {
        Complaints complaints;
        if (templates->cache.StringToTemplateCache(name, text, length, strip))
            return true;
        return error_set(err, ERROR_FAILED, "template '%s': does not parse: %s", name,
                         complaints.text().c_str());
    } catch (const std::exception &failure) {
        return error_set(err, ERROR_FAILED, "template '%s': does not parse: %s", name,
                         failure.what());
    } catch (...) {
        return error_set(err, ERROR_FAILED, "template '%s': does not parse", name);
    }
}

void templates_close(struct templates *templates)
{
    templates->cache.Freeze();
}

static bool expand(struct templates *templates, const struct values *values, struct strbuf *out,
                   struct error *err)
{
    const char *file = values->shape->file;
    Complaints complaints;
    Emitter emitter(out);
    Page page = {&templates->pool, {}, {}};
    const Miss &miss = page.miss;
    Dictionary dictionary(values, &page);
    if (!templates->cache.ExpandNoLoad(file, strip, &dictionary, nullptr, &emitter))
        return error_set(err, ERROR_FAILED, "template '%s': %s", file, complaints.text().c_str());
    if (miss.file)
        return error_set(err, ERROR_FAILED, "template '%s': no value for marker '%s'", miss.file,
                         miss.marker.c_str());
    return true;
}

bool templates_expand(struct templates *templates, const struct values *values, struct strbuf *out,
                      struct error *err)
{
    size_t before = out->length;
    bool done = false;
    try {
        done = expand(templates, values, out, err);
    } catch (const std::exception &failure) {
        error_set(err, ERROR_FAILED, "template '%s': %s", values->shape->file, failure.what());
    } catch (...) {
        error_set(err, ERROR_FAILED, "template '%s': failed", values->shape->file);
    }
    if (!done)
        cut_back(out, before);
    return done;
}
