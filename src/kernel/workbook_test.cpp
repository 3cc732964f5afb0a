#include "kernel/workbook.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include <fstream>
#include <map>
#include <sstream>

#include "base/refusal.hpp"
#include "kernel/cell_text.hpp"
#include "kernel/xml_scanner.hpp"

namespace anju::kernel {
namespace {

using Parts = std::map<std::string, std::string>;

std::filesystem::path fresh_folder() {
    auto name = (std::filesystem::temp_directory_path() / "anju-workbook-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder"};
    return name;
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

std::string zipped(const Parts& parts) {
    auto const folder = fresh_folder();
    auto const file = folder / "made.zip";
    int error = 0;
    auto* zip = zip_open(file.c_str(), ZIP_CREATE, &error);
    for (auto const& [name, text] : parts) {
        zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
    }
    zip_close(zip);
    auto bytes = content_of(file);
    std::filesystem::remove_all(folder);
    return bytes;
}

/// A workbook of one sheet 表 with the given sheetData and shared strings.
Parts parts_of(const std::string& rows, const std::string& strings = {}, const std::string& properties = {}) {
    std::string const main = R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
    std::string const type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    return {
        {"_rels/.rels", R"(<Relationships><Relationship Id="a" Type=")" + type +
                            R"(officeDocument" Target="/xl/workbook.xml"/></Relationships>)"},
        {"xl/workbook.xml", "<workbook " + main + R"( xmlns:r="r">)" + properties +
                                R"(<sheets><sheet name="表" sheetId="7" r:id="rId1"/></sheets></workbook>)"},
        {"xl/_rels/workbook.xml.rels",
         R"(<Relationships><Relationship Id="rId1" Type=")" + type + R"(worksheet" Target="worksheets/one.xml"/>)" +
             R"(<Relationship Id="rId2" Type=")" + type + R"(sharedStrings" Target="strings.xml"/>)" +
             R"(<Relationship Id="rId3" Type=")" + type + R"(styles" Target="styles.xml"/></Relationships>)"},
        {"xl/strings.xml", "<sst " + main + ">" + strings + "</sst>"},
        {"xl/styles.xml",
         "<styleSheet " + main +
             R"(><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>)"
             R"(<numFmt numFmtId="165" formatCode="[Red]#,##0.00&quot;d&quot;"/></numFmts><cellXfs><xf numFmtId="0"/>)"
             R"(<xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/>)"
             R"(<xf numFmtId="20"/></cellXfs></styleSheet>)"},
        {"xl/worksheets/one.xml", "<worksheet " + main + "><sheetData>" + rows + "</sheetData></worksheet>"},
    };
}

using Row = std::vector<std::string>;

std::vector<Row> rows_of(const std::string& rows, const std::string& strings = {}, const std::string& properties = {}) {
    return read_workbook(zipped(parts_of(rows, strings, properties))).sheets.at(0).rows;
}

std::string code_of_refusal(const std::string& bytes, std::size_t most = std::size_t{1} << 30) {
    try {
        (void)read_workbook(bytes, most);
    } catch (const base::Refusal& refusal) {
        EXPECT_EQ(refusal.status(), 422);
        EXPECT_FALSE(refusal.message().zh.empty());
        EXPECT_FALSE(refusal.message().en.empty());
        return refusal.code();
    }
    return "accepted";
}

std::string code_of_csv(const std::string& bytes) {
    try {
        (void)read_csv(bytes, "表");
    } catch (const base::Refusal& refusal) {
        return refusal.code();
    }
    return "accepted";
}

class WorkbookFiles : public testing::Test {
  protected:
    void SetUp() override { folder_ = fresh_folder(); }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder_}, {}));
    }
    std::filesystem::path folder_;
};

TEST_F(WorkbookFiles, what_is_written_is_read_back_exactly) {
    auto const file = folder_ / "out.xlsx";
    WorkbookWriter writer{file};
    writer.sheet("结果", "", {{"小区", 20}, {"总分", 8}});
    writer.row({{"甲 & <乙> \"丙\"", false, true, false}, {"281.5", true, false, false}});
    writer.row({{"", false, false, false}, {"0.00001", true, false, false}});
    writer.row({{" 空格 \n换行", false, false, true}, {"88.8889", true, false, false}});
    writer.row({{"_x0041_ 𠮷", false, false, false}, {"12345678901234567", true, false, false}});
    writer.row({{"=1+1", false, false, false}, {"007", true, false, false}});
    writer.sheet("第二[张]", "标题", {{"列", 10}}, false);
    writer.row({{"-3", true, false, false}});
    EXPECT_FALSE(std::filesystem::exists(file)) << "nothing under the name before it is whole";
    writer.close();
    EXPECT_EQ(files(), 1U);

    auto const workbook = read_workbook(content_of(file));
    ASSERT_EQ(workbook.sheets.size(), 2U);
    ASSERT_NE(workbook.sheet("结果"), nullptr);
    EXPECT_EQ(workbook.sheet("没有"), nullptr);
    EXPECT_EQ(workbook.sheet("结果")->rows, (std::vector<Row>{{"小区", "总分"},
                                                              {"甲 & <乙> \"丙\"", "281.5"},
                                                              {"", "0.00001"},
                                                              {" 空格 \n换行", "88.8889"},
                                                              {"_x0041_ 𠮷", "12345678901234567"},
                                                              {"=1+1", "007"}}));
    EXPECT_EQ(workbook.sheets[1].name, "第二 张 ");
    EXPECT_EQ(workbook.sheets[1].rows, (std::vector<Row>{{"标题"}, {"列"}, {"-3"}}));
}

TEST_F(WorkbookFiles, long_texts_are_cut_between_characters_and_control_characters_dropped) {
    std::string text;
    while (text.size() < 40'000) text += "长";
    WorkbookWriter writer{folder_ / "out.xlsx"};
    writer.sheet("表", "", {{"列", 10}});
    writer.row({{text, false, false, false}, {std::string{"a\x01\x0d"} + "b", false, false, false}});
    writer.close();
    auto const rows = read_workbook(content_of(folder_ / "out.xlsx")).sheets.at(0).rows;
    EXPECT_TRUE(rows[1][0].ends_with("长…"));
    EXPECT_LE(rows[1][0].size(), 32'767U);
    EXPECT_EQ(rows[1][1], "ab");
}

TEST_F(WorkbookFiles, a_writer_given_up_leaves_nothing_behind) {
    {
        WorkbookWriter writer{folder_ / "out.xlsx"};
        writer.sheet("表", "", {{"列", 10}});
        writer.row({{"甲", false, false, false}});
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(WorkbookFiles, a_folder_that_is_not_there_is_said_at_close) {
    WorkbookWriter writer{folder_ / "none" / "out.xlsx"};
    writer.sheet("表", "", {{"列", 10}});
    EXPECT_THROW(writer.close(), std::runtime_error);
}

TEST_F(WorkbookFiles, like_sheet_names_and_long_ones_are_kept_apart) {
    std::string const name = "这个名字比三十一个字长得多这个名字比三十一个字长得多这个名字比三十一个字长得多";
    WorkbookWriter writer{folder_ / "out.xlsx"};
    writer.sheet(name, "", {{"列", 10}});
    writer.sheet(name, "", {{"列", 10}});
    writer.close();
    auto const workbook = read_workbook(content_of(folder_ / "out.xlsx"));
    ASSERT_EQ(workbook.sheets.size(), 2U);
    EXPECT_TRUE(workbook.sheets[1].name.ends_with(" (2)"));
}

TEST(WorkbookReader, cells_are_placed_by_their_reference_and_gaps_stay_empty) {
    EXPECT_EQ(
        rows_of(
            R"(<row r="1"><c r="B1"><v>1</v></c><c><v>2</v></c></row><row r="3"><c r="A3" t="b"><v>1</v></c></row>)"),
        (std::vector<Row>{{"", "1", "2"}, {}, {"TRUE"}}));
}

TEST(WorkbookReader, cells_with_formats_only_take_no_room) {
    EXPECT_EQ(
        rows_of(
            R"(<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>)"),
        (std::vector<Row>{{"1"}}));
}

TEST(WorkbookReader, shared_and_inline_strings_join_their_runs_without_the_phonetic_ones) {
    EXPECT_EQ(
        rows_of(
            R"(<row><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>丙&amp;</t></r><r><t xml:space="preserve"> 丁</t></r></is></c>)"
            R"(<c t="str"><f>A1</f><v>式&#x4E2D;</v></c><c t="e"><v>#N/A</v></c></row>)",
            "<si><r><rPr/><t>甲</t></r><r><t>乙</t></r><rPh><t>yi</t></rPh></si>"),
        (std::vector<Row>{{"甲乙", "丙& 丁", "式中", "#N/A"}}));
}

TEST(WorkbookReader, prefixed_element_names_are_understood) {
    auto parts = parts_of("");
    parts["xl/worksheets/one.xml"] =
        R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>)";
    EXPECT_EQ(read_workbook(zipped(parts)).sheets.at(0).rows, (std::vector<Row>{{"5"}}));
}

TEST(WorkbookReader, dates_and_percentages_read_as_a_person_sees_them) {
    std::string const row =
        R"(<row><c s="1"><v>43831</v></c><c s="2"><v>43831.5</v></c><c s="3"><v>61</v></c><c s="4"><v>0.90500000000000003</v></c>)"
        R"(<c s="5"><v>7.50</v></c><c s="6"><v>0.75</v></c><c s="1"><v>-1</v></c></row>)";
    EXPECT_EQ(
        rows_of(row),
        (std::vector<Row>{{"2020-01-01", "2020-01-01 12:00:00", "1900-03-01", "90.5%", "7.5", "18:00:00", "-1"}}));
    EXPECT_EQ(rows_of(R"(<row><c s="1"><v>42369</v></c></row>)", "", R"(<workbookPr date1904="1"/>)"),
              (std::vector<Row>{{"2020-01-01"}}));
}

TEST(WorkbookReader, numbers_are_their_shortest_decimal) {
    auto const seen = [](std::string_view raw) { return cell_number(raw, CellFormat::plain, false); };
    EXPECT_EQ(seen("88.879999999999995"), "88.88");
    EXPECT_EQ(seen("90.5000"), "90.5");
    EXPECT_EQ(seen("1E-3"), "0.001");
    EXPECT_EQ(seen("9.0500000000000007E1"), "90.5");
    EXPECT_EQ(seen("330105008000000001"), "330105008000000001");
    EXPECT_EQ(seen("-0"), "0");
    EXPECT_EQ(seen("-0.0"), "0");
    EXPECT_EQ(seen("-2.50"), "-2.5");
    EXPECT_EQ(seen("abc"), "abc");
    auto const percent = [](std::string_view raw) { return cell_number(raw, CellFormat::percent, false); };
    EXPECT_EQ(percent("1"), "100%");
    EXPECT_EQ(percent("0.005"), "0.5%");
    EXPECT_EQ(percent("0.888889"), "88.8889%");
    EXPECT_EQ(percent("0"), "0%");
    EXPECT_EQ(percent("-0.5"), "-50%");
}

TEST(WorkbookReader, what_is_no_workbook_is_refused) {
    EXPECT_EQ(code_of_refusal(""), "not_a_workbook");
    EXPECT_EQ(code_of_refusal("小区编码,小区名称\n"), "not_a_workbook");
    EXPECT_EQ(code_of_refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 an old xls"), "not_a_workbook");
    EXPECT_EQ(code_of_refusal(zipped({{"a.txt", "text"}})), "not_a_workbook");
    auto const whole = zipped(parts_of("<row><c><v>1</v></c></row>"));
    EXPECT_EQ(code_of_refusal(whole), "accepted");
    EXPECT_EQ(code_of_refusal(whole.substr(0, whole.size() / 2)), "not_a_workbook");
}

TEST(WorkbookReader, every_truncation_and_bit_flip_is_refused_or_read_but_never_worse) {
    auto const whole = zipped(parts_of(R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)", "<si><t>甲</t></si>"));
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x11);
        for (auto const& bytes : {whole.substr(0, at), flipped}) {
            try {
                (void)read_workbook(bytes);
            } catch (const base::Refusal&) {
            }
        }
    }
}

TEST(WorkbookReader, malformed_parts_are_refused) {
    for (auto const* rows :
         {"<row><c></row></c>", "<row><c t=\"s\"><v>0</v></c></row>", "<row><c t=\"s\"><v>x</v></c></row>",
          "<row r=\"0\"><c><v>1</v></c></row>", "<row r=\"1048577\"><c><v>1</v></c></row>",
          "<row><c r=\"XFE1\"><v>1</v></c></row>", "<row><c r=\"1\"><v>1</v></c></row>",
          "<row><c><v>&lol;</v></c></row>", "<row><c><v>&#0;</v></c></row>", "<row><c><v>&#xD800;</v></c></row>",
          "<row><c><v>1", "<row><c a=\"1><v>1</v></c></row>"}) {
        EXPECT_EQ(code_of_refusal(zipped(parts_of(rows))), "not_a_workbook") << rows;
    }
}

TEST(WorkbookReader, a_doctype_is_refused_in_every_part) {
    std::string const doctype = R"(<!DOCTYPE a [<!ENTITY b "bbbb">]>)";
    for (auto const* part : {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
                             "xl/strings.xml", "xl/worksheets/one.xml"}) {
        auto parts = parts_of("<row><c><v>1</v></c></row>");
        parts[part] = doctype + parts[part];
        EXPECT_EQ(code_of_refusal(zipped(parts)), "not_a_workbook") << part;
    }
}

TEST(WorkbookReader, a_zip_bomb_is_refused_by_what_comes_out) {
    auto const bomb = zipped(parts_of("<row><c><v>1</v></c></row>" + std::string(std::size_t{8} << 20, ' ')));
    EXPECT_LT(bomb.size(), std::size_t{64} << 10);
    EXPECT_EQ(code_of_refusal(bomb, std::size_t{4} << 20), "too_large");
    EXPECT_EQ(code_of_refusal(bomb), "accepted");
}

TEST(WorkbookReader, one_long_string_named_a_thousand_times_is_refused) {
    std::string rows;
    for (int i = 0; i < 1'000; ++i) rows += "<row><c t=\"s\"><v>0</v></c></row>";
    auto const bytes = zipped(parts_of(rows, "<si><t>" + std::string(100'000, 'a') + "</t></si>"));
    EXPECT_EQ(code_of_refusal(bytes, std::size_t{16} << 20), "too_large");
}

TEST(WorkbookReader, far_cells_are_counted_as_the_room_they_take) {
    std::string rows;
    for (int i = 0; i < 1'000; ++i) rows += "<row><c r=\"XFD1\"><v>1</v></c></row>";
    EXPECT_EQ(code_of_refusal(zipped(parts_of(rows)), std::size_t{64} << 20), "too_large");
}

TEST(XmlScanner, deep_nesting_is_refused) {
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "<a>";
    XmlScanner scanner{deep};
    EXPECT_THROW(
        {
            while (scanner.next() != XmlScanner::Kind::end) {
            }
        },
        XmlFault);
}

TEST(XmlScanner, attributes_may_hold_closing_brackets_and_either_quote) {
    XmlScanner scanner{R"(<a x:r='1>"2"' b="c"/>)"};
    EXPECT_EQ(scanner.next(), XmlScanner::Kind::open);
    EXPECT_EQ(scanner.attribute("r"), "1>\"2\"");
    EXPECT_EQ(scanner.attribute("b"), "c");
    EXPECT_EQ(scanner.attribute("none"), "");
    EXPECT_EQ(scanner.next(), XmlScanner::Kind::close);
    EXPECT_EQ(scanner.next(), XmlScanner::Kind::end);
}

TEST(Csv, quotes_line_endings_and_the_byte_order_mark_are_understood) {
    std::vector<Row> const expected{{"小区编码", "名称"}, {"1", "甲,\"乙\"\n丙"}, {}, {"2", ""}};
    EXPECT_EQ(read_csv("\xEF\xBB\xBF小区编码,名称\r\n1,\"甲,\"\"乙\"\"\n丙\"\r\n\r\n2,\r\n", "表").rows, expected);
    EXPECT_EQ(read_csv("小区编码,名称\n1,\"甲,\"\"乙\"\"\n丙\"\n\n2,", "表").rows, expected);
    EXPECT_EQ(read_csv("a\rb", "表").rows, (std::vector<Row>{{"a"}, {"b"}}));
    EXPECT_TRUE(read_csv("", "表").rows.empty());
    EXPECT_EQ(read_csv("\"\"", "表").rows, (std::vector<Row>{{}}));
}

TEST(Csv, broken_quotes_and_other_encodings_are_refused) {
    EXPECT_EQ(code_of_csv("a,\"b\nc"), "not_a_workbook");
    EXPECT_EQ(code_of_csv("\"a\"b,c\n"), "not_a_workbook");
    EXPECT_EQ(code_of_csv("\xD0\xA1\xC7\xF8\n"), "not_a_workbook");  // 小区 in GBK
    EXPECT_EQ(code_of_csv(std::string{"a\0b", 3}), "not_a_workbook");
    EXPECT_EQ(code_of_csv("\xFF\xFE"
                          "a"),
              "not_a_workbook");
}

TEST(Utf8, only_well_formed_text_passes) {
    for (auto const* good : {"", "abcdefghij", "小区𠮷é", "12345678小"}) EXPECT_TRUE(is_utf8(good)) << good;
    for (auto const* bad : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80",
                            "\xE5\xB0", "\x80", "12345678\xFF"}) {
        EXPECT_FALSE(is_utf8(bad));
    }
    EXPECT_FALSE(is_utf8(std::string_view{"1234567\0 12345678", 17}));
}

}  // namespace
}  // namespace anju::kernel
