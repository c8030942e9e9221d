-- What the clients of the row "clients" ask for, told to wrk: pages of many kinds, one as often as
-- another. The same requests in the same order for every server; task lists at offsets that seldom
-- repeat. Arguments: application, tasks of a stage, ids of stages. Ends with one line of JSON.

local threads = 0
local routes = {}
local base, tasks
local stages = {}

function setup(thread)
  thread:set("seed", threads)
  threads = threads + 1
end

local function stage()
  return base .. "/stages/" .. stages[math.random(#stages)] .. "/0"
end

local function page()
  local keys = { "ID", "runtime", "-runtime" }
  local offset = math.random(0, tasks - 20)
  return stage() .. "/taskList?length=20&offset=" .. offset .. "&sortBy=" .. keys[math.random(#keys)]
end

function init(args)
  math.randomseed(seed + 1)
  base, tasks = "/api/v1/applications/" .. args[1], tonumber(args[2])
  for i = 3, #args do
    stages[#stages + 1] = args[i]
  end
  routes = {
    function() return "/api/v1/applications?limit=20" end,
    function() return base .. "/jobs" end,
    function() return base .. "/stages" end,
    function() return stage() .. "?details=false" end,
    function() return stage() .. "/taskSummary" end,
    page,
    function() return base .. "/executors" end,
    function() return base .. "/sql" end,
    function() return base .. "/environment" end,
  }
end

local asked = 0

function request()
  asked = asked + 1
  return wrk.format("GET", routes[asked % #routes + 1]())
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "p99": %f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(99) / 1e6, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout
  ))
end
