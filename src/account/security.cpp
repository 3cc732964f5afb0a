#include "account/security.hpp"

#include "kernel/body.hpp"
#include "place/place_change.hpp"

namespace anju::account {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

struct Setting {
    std::string_view name;
    std::int64_t SecuritySettings::*value;
    std::int64_t least, most;
};

constexpr Setting all[] = {
    {"password_length", &SecuritySettings::password_length, 8, 64}, {"password_kinds", &SecuritySettings::password_kinds, 3, 4},
    {"password_history", &SecuritySettings::password_history, 1, 24}, {"password_days", &SecuritySettings::password_days, 7, 365},
    {"failures", &SecuritySettings::failures, 3, 10},               {"lock_minutes", &SecuritySettings::lock_minutes, 5, 120},
    {"idle_minutes", &SecuritySettings::idle_minutes, 5, 60},
};

json::object values_json(const SecuritySettings& settings) {
    json::object values;
    for (const auto& setting : all) values[setting.name] = settings.*setting.value;
    return values;
}

Reply change_settings(Context& context) {
    const auto before = security_settings(context.transaction);
    kernel::Body body{context.body()};
    SecuritySettings wanted;
    for (const auto& setting : all) wanted.*setting.value = body.whole(setting.name, setting.least, setting.most);
    if (body.has("version")) body.whole("version", 0, INT64_MAX);
    body.done();
    place::require_seen(place::seen_version(context), before.version);
    wanted.version = before.version + 1;
    context.transaction.run(
        "INSERT INTO setting (name, value, version) VALUES ('security', $1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version",
        {json::serialize(values_json(wanted)), wanted.version});
    context.journal({.act = "security.change", .thing_kind = "setting", .thing_id = "security", .place_id = {},
                     .before = values_json(before), .after = values_json(wanted), .why = {}});
    return json_reply(settings_json(wanted));
}

}  // namespace

SecuritySettings security_settings(kernel::Transaction& transaction) {
    SecuritySettings settings;
    const auto row = transaction.one("SELECT value, version FROM setting WHERE name = 'security'");
    if (!row) return settings;
    const auto stored = json::parse(row->text(0));
    for (const auto& setting : all)
        if (const auto* value = stored.as_object().if_contains(setting.name)) settings.*setting.value = value->as_int64();
    settings.version = row->number(1);
    return settings;
}

json::object settings_json(const SecuritySettings& settings) {
    auto shown = values_json(settings);
    shown["version"] = settings.version;
    return shown;
}

void security_routes(kernel::Router& router) {
    router.see("/api/security-settings", Guard{"security.manage", {}, false}, {"安全设置", "Security settings"},
               [](Context& context) { return json_reply(settings_json(security_settings(context.transaction))); });
    router.act("PUT", "/api/security-settings", Guard{"security.manage", {}, false}, {"修改安全设置", "Change the security settings"}, change_settings);
}

}  // namespace anju::account
