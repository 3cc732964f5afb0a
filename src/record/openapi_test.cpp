#include <gtest/gtest.h>

#include "record/test_registers.hpp"

namespace anju::record {
namespace {

TEST(RegisterOpenapi, every_register_has_its_paths_and_a_schema_with_every_field) {
    TestRegisters test;
    auto document = kernel::openapi(test.service.router, "Anju", "1");
    describe(document, test.registers.pack());
    auto const& schemas = document.at("components").at("schemas").as_object();
    auto const& paths = document.at("paths").as_object();
    ASSERT_FALSE(test.registers.pack().registers.empty());
    for (auto const& of : test.registers.pack().registers) {
        auto const& schema = schemas.at("register_" + of.name).as_object();
        EXPECT_EQ(schema.at("properties").as_object().size(), of.fields.size()) << of.name;
        for (auto const& one : of.fields) EXPECT_EQ(schema.at("properties").at(one.field).at("title").as_string(), one.title.zh);
        EXPECT_TRUE(paths.at("/api/registers/" + of.name + "/records").as_object().contains("post")) << of.name;
        if (schema.contains("required")) {
            for (auto const& name : schema.at("required").as_array()) {
                auto const* field = of.field(std::string_view{name.as_string()});
                ASSERT_NE(field, nullptr);
                EXPECT_TRUE(field->required && !field->shown_when) << of.name << " " << field->field;
            }
        }
    }
}

}  // namespace
}  // namespace anju::record
