// Everything is measured in points (1/72 inch) from the upper left corner; `y` is where the next thing goes.
#include "kernel/pdf.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include <algorithm>
#include <stdexcept>

namespace anju::kernel {

namespace {

constexpr double millimetre = 72.0 / 25.4;
constexpr double page_width = 210 * millimetre, page_height = 297 * millimetre, margin = 20 * millimetre;
constexpr double bottom = page_height - margin, text_width = page_width - 2 * margin;
constexpr double line_height = 1.25;
constexpr auto family = "Noto Sans CJK SC";

struct Unreference {
    void operator()(void* object) const { g_object_unref(object); }
    void operator()(cairo_t* drawing) const { cairo_destroy(drawing); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(PangoAttrList* attributes) const { pango_attr_list_unref(attributes); }
    void operator()(PangoLayoutIter* iterator) const { pango_layout_iter_free(iterator); }
    void operator()(QRcode* code) const { QRcode_free(code); }
};
template <class T>
using Held = std::unique_ptr<T, Unreference>;

cairo_status_t append(void* closure, const unsigned char* data, unsigned length) {
    try {
        static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
        return CAIRO_STATUS_SUCCESS;
    } catch (const std::bad_alloc&) {
        return CAIRO_STATUS_NO_MEMORY;
    }
}

void require(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error{std::string{"cairo: "} + cairo_status_to_string(status)};
}

struct Style {
    double points = 12;
    bool bold = false;
    PangoAlignment alignment = PANGO_ALIGN_LEFT;
    double letter_spacing = 0;  ///< points between letters
    double width = text_width;
};

}  // namespace

struct PdfWriter::State {
    explicit State(const std::string& title)
        : surface{cairo_pdf_surface_create_for_stream(&append, &output, page_width, page_height)}, drawing{cairo_create(surface.get())} {
        require(cairo_surface_status(surface.get()));
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
        layout.reset(pango_cairo_create_layout(drawing.get()));
    }

    void begin_page() {
        if (open) cairo_show_page(drawing.get());
        open = true;
        y = margin;
        labels = 0;
    }
    void make_room(double height) {
        if (!open || (y + height > bottom + 0.01 && y > margin)) begin_page();
    }
    PangoLayout* set(std::string_view text, const Style& style) {
        auto* set = layout.get();
        const Held<PangoFontDescription> font{pango_font_description_new()};
        pango_font_description_set_family_static(font.get(), family);
        pango_font_description_set_absolute_size(font.get(), style.points * PANGO_SCALE);  // in units of the page, whatever the screen
        pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(set, font.get());
        pango_layout_set_width(set, static_cast<int>(style.width * PANGO_SCALE));
        pango_layout_set_wrap(set, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(set, style.alignment);
        pango_layout_set_line_spacing(set, static_cast<float>(line_height / 1.448));  // Noto's own line is 1.448 em
        const Held<PangoAttrList> attributes{pango_attr_list_new()};
        if (style.letter_spacing > 0)
            pango_attr_list_insert(attributes.get(), pango_attr_letter_spacing_new(static_cast<int>(style.letter_spacing * PANGO_SCALE)));
        pango_layout_set_attributes(set, attributes.get());
        pango_layout_set_text(set, text.data(), static_cast<int>(text.size()));
        return set;
    }
    static double height_of(PangoLayout* set) {
        int width = 0;
        int height = 0;
        pango_layout_get_size(set, &width, &height);
        return static_cast<double>(height) / PANGO_SCALE;
    }

    /// Whole where it fits on a page; a longer text is broken between its lines.
    void paragraph(std::string_view text, const Style& style) {
        auto* set_text = set(text, style);
        const auto height = height_of(set_text);
        make_room(std::min(height, bottom - margin));
        if (y + height <= bottom + 0.01) {
            cairo_move_to(drawing.get(), margin, y);
            pango_cairo_show_layout(drawing.get(), set_text);
            y += height;
        } else {
            lines(set_text);
        }
    }

    /// Line by line, as far apart as in the whole; the first line of a page stands where a paragraph would begin.
    void lines(PangoLayout* set_text) {
        const Held<PangoLayoutIter> each{pango_layout_get_iter(set_text)};
        double before = 0;  // the baseline above, as in the layout
        double pen = y;
        do {
            PangoRectangle extents;
            pango_layout_iter_get_line_extents(each.get(), nullptr, &extents);
            const auto baseline = static_cast<double>(pango_layout_iter_get_baseline(each.get())) / PANGO_SCALE;
            const auto ascent = baseline - static_cast<double>(extents.y) / PANGO_SCALE;
            const auto descent = static_cast<double>(extents.height) / PANGO_SCALE - ascent;
            pen += baseline - before;
            before = baseline;
            if (pen + descent > bottom) {
                begin_page();
                pen = y + ascent;
            }
            cairo_move_to(drawing.get(), margin + static_cast<double>(extents.x) / PANGO_SCALE, pen);
            pango_cairo_show_layout_line(drawing.get(), pango_layout_iter_get_line_readonly(each.get()));
            y = pen + descent;
        } while (pango_layout_iter_next_line(each.get()));
    }

    void draw_qr(std::string_view text, double left, double top, double side) {
        const Held<QRcode> code{QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M)};
        if (!code) throw std::invalid_argument{"too long for a QR code"};
        constexpr int quiet = 4;
        const double module = side / (code->width + 2 * quiet);
        for (int row = 0; row < code->width; ++row) {
            const auto* modules = code->data + row * code->width;
            for (int x = 0; x < code->width; ++x) {
                const int start = x;
                while (x < code->width && (modules[x] & 1) != 0) ++x;
                if (x > start) cairo_rectangle(drawing.get(), left + (start + quiet) * module, top + (row + quiet) * module, (x - start) * module, module);
            }
        }
        cairo_fill(drawing.get());
    }

    std::string output;
    Held<cairo_surface_t> surface;
    Held<cairo_t> drawing;
    Held<PangoLayout> layout;
    double y = margin;
    bool open = false;
    int labels = 0, across = 0, down = 0;
};

PdfWriter::PdfWriter(const std::string& title) : state_{std::make_unique<State>(title)} {}
PdfWriter::~PdfWriter() = default;

void PdfWriter::page() { state_->begin_page(); }

void PdfWriter::heading(std::string_view text) { state_->paragraph(text, {.points = 20, .bold = true, .alignment = PANGO_ALIGN_CENTER}); }

void PdfWriter::text(std::string_view text, double points) { state_->paragraph(text, {.points = points}); }

void PdfWriter::large(std::string_view text, double points) {
    state_->paragraph(text, {.points = points, .bold = true, .alignment = PANGO_ALIGN_CENTER, .letter_spacing = points / 16});
}

void PdfWriter::qr(std::string_view text, double millimetres) {
    const auto side = millimetres * millimetre;
    state_->make_room(side);
    state_->draw_qr(text, (page_width - side) / 2, state_->y, side);
    state_->y += side;
}

void PdfWriter::line() {
    state_->make_room(2 * millimetre);
    state_->y += millimetre;
    cairo_set_line_width(state_->drawing.get(), 0.5);
    cairo_move_to(state_->drawing.get(), margin, state_->y);
    cairo_line_to(state_->drawing.get(), page_width - margin, state_->y);
    cairo_stroke(state_->drawing.get());
    state_->y += millimetre;
}

void PdfWriter::space(double millimetres) { state_->y = std::min(state_->y + millimetres * millimetre, bottom); }

void PdfWriter::footer(std::string_view text) {
    if (!state_->open) state_->begin_page();
    auto* set = state_->set(text, {.points = 8, .alignment = PANGO_ALIGN_CENTER});
    cairo_move_to(state_->drawing.get(), margin, page_height - margin / 2 - State::height_of(set) / 2);
    pango_cairo_show_layout(state_->drawing.get(), set);
}

void PdfWriter::label(const Label& label, int across, int down) {
    auto& state = *state_;
    if (!state.open || state.labels == 0 || state.labels == across * down || state.across != across || state.down != down) {
        state.begin_page();
        state.across = across;
        state.down = down;
    }
    constexpr double inset = 4 * millimetre;
    const double width = page_width / across;
    const double height = page_height / down;
    const double left = (state.labels % across) * width + inset;
    double top = (state.labels / across) * height + inset;
    ++state.labels;
    const double side = std::min(height - 2 * inset, width / 2);
    state.draw_qr(label.qr, left, top, side);
    const double room = width - side - 2 * inset;
    const auto write = [&](const std::string& text, double points, bool bold) {
        if (text.empty()) return;
        auto* set = state.set(text, {.points = points, .bold = bold, .width = room});
        cairo_move_to(state.drawing.get(), left + side, top);
        pango_cairo_show_layout(state.drawing.get(), set);
        top += State::height_of(set);
    };
    write(label.title, 10, true);
    for (const auto& one : label.lines) write(one, 8, false);
}

std::string PdfWriter::bytes() {
    if (!state_->open) state_->begin_page();
    cairo_show_page(state_->drawing.get());
    require(cairo_status(state_->drawing.get()));
    cairo_surface_finish(state_->surface.get());
    require(cairo_surface_status(state_->surface.get()));
    return std::move(state_->output);
}

}  // namespace anju::kernel
