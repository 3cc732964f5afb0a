#pragma once
// The demonstration district: invented estates on the pack's own streets, one finished year that is published and the present
// year half-way. Everything of the years goes through the same routes as a person's clicks, so it is checked and journaled alike.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/service.hpp"
#include "base/day.hpp"

namespace anju::app::demo {

struct Estate { std::string id, name, street_id, company_id; };
struct District {
    std::vector<Estate> estates;
    std::map<std::string, std::string> accounts;  ///< sign-in name -> id
    std::map<std::string, std::string> street_accounts;  ///< street id -> account id of its officer
    std::string assessor_id, fire_department_id;
};
struct Password { std::string name, who, password; };

/// A person clicking: signs in as an account by opening a session, then asks the routes. Throws std::runtime_error with the answer
/// when a route refuses, because a demonstration that is half made is worse than none.
class Clicks {
  public:
    Clicks(Service& service, kernel::Store& store, base::Instant& clock) : service_{service}, store_{store}, clock_{clock} {}
    void as(const std::string& account_id);
    kernel::json::value get(const std::string& target);
    kernel::json::value send(const std::string& method, const std::string& target, const kernel::json::value& body);
    kernel::json::value upload(const std::string& target, const std::string& bytes, const std::string& type);

  private:
    kernel::json::value ask(kernel::Request request);
    Service& service_;
    kernel::Store& store_;
    base::Instant& clock_;
    std::string cookie_, csrf_;
};

/// Places, parties and accounts. The passwords are random each time and returned only here.
District settle(kernel::Store& store, const Service& service, base::Instant now, std::vector<Password>& passwords);
/// A whole year from opening to closing (2025), with an objection that changes a star.
void finished_year(Clicks& clicks, const District& district, const policy::Pack& pack, base::Instant& clock);
/// The present year up to the inspections, some handed in, some under way.
void present_year(Clicks& clicks, const District& district, const policy::Pack& pack, base::Instant& clock);
/// Buildings and dwellings of two estates, through the import.
void dwellings(Clicks& clicks, Service& service, const District& district);
/// Surveys and civility checks of the present year in those two: one done and waiting for the panel, one half-way.
void surveys(Clicks& clicks, const District& district, const std::string& year, base::Instant& clock);
/// The pack's demonstration records in every register, judged by the watches, with the live scorecards of today.
void registers(Service& service, kernel::Store& store, Clicks& clicks, const District& district);

/// The same throws for the same start, so that every new demonstration tells the same story.
struct Dice {
    unsigned state;
    unsigned below(unsigned bound) {
        state = state * 1664525U + 1013904223U;
        return (state >> 8) % bound;
    }
};
base::Instant morning(const char* day);                                 ///< nine o'clock in Hangzhou
std::string text(const kernel::json::value& from, const char* key);  ///< a member that is a text

/// A drawn picture standing for a photo (JPEG): houses under a sky, with the item code; no real place, no person.
std::string picture(unsigned seed, const std::string& label);
/// What an inspector would write for a failed check of an item, and where.
struct Words { std::string reason, spot; };
Words words_for(const policy::Item& item, unsigned seed);

}  // namespace anju::app::demo
