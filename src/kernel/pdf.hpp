#pragma once
// Pages for printing, written from top to bottom: pango sets the text (Noto Sans CJK SC, embedded as a subset), cairo draws.
#include <memory>
#include <string>
#include <string_view>

namespace anju::kernel {

/// A4 upright, 20 mm margins. A text that does not fit starts a new page.
class PdfWriter {
  public:
    explicit PdfWriter(const std::string& title);
    ~PdfWriter();
    PdfWriter(const PdfWriter&) = delete;
    PdfWriter& operator=(const PdfWriter&) = delete;

    void page();                                                ///< starts a new page, the first one too
    void heading(std::string_view text);                        ///< 20 pt, centred
    void text(std::string_view text, double points = 12);       ///< a paragraph; line feeds are kept
    void large(std::string_view text, double points = 28);      ///< centred, wide letters: a code to be typed
    void qr(std::string_view text, double millimetres = 45);    ///< centred
    void line();                                                ///< across the page
    void space(double millimetres);
    void footer(std::string_view text);                         ///< small, at the foot of the present page

    /// A sheet of labels instead of running text: QR and up to 4 short lines each, `across` × `down` on a page.
    struct Label { std::string qr, title; std::string lines[3]; };
    void label(const Label& label, int across = 3, int down = 7);

    std::string bytes();  ///< the finished file; nothing may be written afterwards. std::runtime_error when cairo fails
  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace anju::kernel
