#pragma once

#include <span>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/json/json.h"
#include "historyserver/api/http.h"

namespace afterglow::history {

// An argument of a tool.
struct McpArgument {
  enum class Type { text, integer };
  std::string_view name;
  Type type = Type::text;
  bool required = false;
  std::string_view description;
};

// What a model may ask for. Each is a request to the dashboard's API, under whose rules it stands;
// all of them only read.
struct McpTool {
  std::string_view name;
  std::string_view title;
  std::string_view description;
  std::span<const McpArgument> arguments;
  // ErrorKind::invalid_argument says what is wrong with an argument.
  Result<Request> (*request)(const Json& arguments);
};

std::span<const McpTool> mcp_tools();

// Its arguments as a JSON schema.
Json input_schema(const McpTool& tool);

}  // namespace afterglow::history
