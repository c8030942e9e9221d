#include <map>
#include <set>
#include <sstream>

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/store/query_rows.h"

// docs/schema.md against the schema: a change of one needs a change of the other.
namespace afterglow::history {
namespace {

using Columns = std::map<std::string, std::string>;  // name -> type, "?" behind it: may be NULL

struct Document {
  std::map<std::string, Columns> tables;
  std::vector<std::string> queries;
};

// "### `name`" begins a table of the database; the one of "### Metrics" is a part of others.
Document read_document() {
  std::ifstream file(std::string(AFTERGLOW_TESTS) + "/../docs/schema.md");
  EXPECT_TRUE(file);
  Document document;
  Columns metrics;
  std::set<std::string> with_metrics;
  std::string table;
  bool in_query = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      in_query = line == "```sql";
      if (in_query) document.queries.emplace_back();
      continue;
    }
    if (in_query) document.queries.back() += line + "\n";
    if (line.starts_with("#")) {
      const auto tick = line.find('`');
      table = line == "### Metrics" ? "metrics" : "";
      if (tick != std::string::npos) table = line.substr(tick + 1, line.rfind('`') - tick - 1);
      if (tick != std::string::npos) document.tables[table];
    }
    if (line.starts_with("| *metrics* |")) with_metrics.insert(table);
    if (!line.starts_with("| `")) continue;
    std::istringstream cells(line.substr(2));
    std::string name;
    std::string type;
    std::getline(cells, name, '|');
    std::getline(cells, type, '|');
    name = name.substr(1, name.rfind('`') - 1);
    type = type.substr(1, type.size() - 2);
    Columns& columns = table == "metrics" ? metrics : document.tables[table];
    EXPECT_TRUE(columns.emplace(name, type).second) << table << "." << name << " stands twice";
  }
  for (const std::string& name : with_metrics) {
    document.tables[name].insert(metrics.begin(), metrics.end());
  }
  return document;
}

class SchemaDocument : public testing::Test {
 protected:
  void SetUp() override {
    value_of(ApplicationDatabase::create(folder_.path("app.db")));
    database_.emplace(value_of(UserQuery::open(folder_.path("app.db"))));
  }
  TemporaryFolder folder_;
  std::optional<UserQuery> database_;
};

TEST_F(SchemaDocument, HasEveryTableAndColumn) {
  const Document document = read_document();
  std::set<std::string> known;
  for (const TableDescription& table : value_of(database_->tables())) {
    known.insert(table.name);
    const auto found = document.tables.find(table.name);
    if (found == document.tables.end()) {
      ADD_FAILURE() << "docs/schema.md lacks the table " << table.name;
      continue;
    }
    Columns columns = found->second;
    for (const TableColumn& column : table.columns) {
      const auto documented = columns.find(column.name);
      if (documented == columns.end()) {
        ADD_FAILURE() << "docs/schema.md lacks " << table.name << "." << column.name;
        continue;
      }
      std::string type = documented->second;
      const bool may_be_null = type.ends_with('?');
      if (may_be_null) type.pop_back();
      EXPECT_TRUE(column.type.empty() || type == column.type)
          << table.name << "." << column.name << " is " << column.type << ", not " << type;
      if (table.kind == "table") {
        EXPECT_EQ(query_rows(*database_,
                             "SELECT NOT \"notnull\" AND pk = 0 FROM "
                             "pragma_table_info('" +
                                 table.name + "') WHERE name = '" + column.name + "'"),
                  Rows{may_be_null ? "1" : "0"})
            << table.name << "." << column.name;
      }
      columns.erase(documented);
    }
    for (const auto& [name, type] : columns) {
      ADD_FAILURE() << "docs/schema.md tells of " << table.name << "." << name;
    }
  }
  for (const auto& [name, columns] : document.tables) {
    EXPECT_TRUE(known.contains(name)) << "docs/schema.md tells of " << name;
  }
}

TEST_F(SchemaDocument, ItsQueriesRun) {
  const Document document = read_document();
  EXPECT_GT(document.queries.size(), 5u);
  for (const std::string& sql : document.queries) query_rows(*database_, sql);
}

}  // namespace
}  // namespace afterglow::history
