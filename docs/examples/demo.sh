#!/usr/bin/env bash
# Runs shop_etl.py twice through afterglow-submit while afterglow-history shows it. Called by
# `./afterglow demo`, which has built the programs and set SPARK_HOME.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."

trap 'printf "\ndemo: stopped\n"; exit 130' INT TERM
wait_at_end=yes
where=here
port=18080
while [ $# -gt 0 ]; do
  case $1 in
    --no-wait) wait_at_end=no ;;
    --cluster) where=cluster ;;
    --port) port=${2:?--port needs a number} && shift ;;
    *) echo "demo: unknown option $1 (there are --cluster, --no-wait and --port N)" >&2 && exit 1 ;;
  esac
  shift
done

work=$PWD/build/demo
events=$work/events
log=$work/afterglow-history.log
mkdir -p "$events"

# Starts the server on a port and waits until it says its URL, or why it ended.
start_server() {
  build/bin/afterglow-history --dir "$events" --store "$work/store" --port "$1" 2>"$log" &
  server=$!
  for _ in $(seq 100); do
    url=$(sed -n 's/.* serving \(http.*\)/\1/p' "$log")
    [ -n "$url" ] && return
    kill -0 "$server" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}
stop_server() { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; }
cluster_processes=()
. docs/examples/standalone_cluster.sh

if ! start_server "$port"; then
  grep -q 'cannot listen' "$log" || { cat "$log" >&2; exit 1; }
  echo "Port $port is taken: using another one."
  start_server 0 || { cat "$log" >&2; exit 1; }
fi
trap 'stop_cluster; stop_server' EXIT
printf '\nDashboard: %s\n\n' "$url"

if [ "$where" = cluster ]; then
  CLUSTER_FOLDER=$work/cluster
  rm -rf "$CLUSTER_FOLDER"
  export AFTERGLOW_STATE_DIR=$work/state
  start_cluster
  options=("${cluster_options[@]}" --total-executor-cores 2)
else
  options=(--master 'local[2,2]')
fi

# run TUNED OPTION..: the application's own lines on standard output, Spark's in a file. In a
# cluster the driver writes on its worker, and afterglow-submit fetches it.
run() {
  local tuned=$1
  shift
  local application=(build/bin/afterglow-submit "${options[@]}" --driver-memory 1g
    --conf spark.eventLog.enabled=true --conf "spark.eventLog.dir=file://$events"
    --conf spark.ui.enabled=false "$@" docs/examples/shop_etl.py "$work/input" "$work/output" 300000 "$tuned")
  if [ "$where" = here ]; then
    "${application[@]}" 2>"$work/spark.log"
    return
  fi
  "${application[@]}" 2>&1
  local driver
  driver=$(build/bin/afterglow-submit list | awk 'NR == 2 {print $1}')
  build/bin/afterglow-submit logs "$driver" 2>"$work/spark.log"
}

# submit NAME TUNED [options]
submit() {
  local name=$1 tuned=$2
  shift 2
  printf '%s: running...\n' "$name"
  local started=$SECONDS
  if ! run "$tuned" --name "$name" "$@" | sed 's/^/  /'; then
    tail -20 "$work/spark.log" >&2
    echo "demo: the application failed; all of its output is in $work/spark.log" >&2
    exit 1
  fi
  printf '%s: done in %d s\n' "$name" $((SECONDS - started))
}

marker=$work/.started
touch "$marker"
submit "Shop ETL" "" --conf spark.sql.shuffle.partitions=24
# As the findings of the first one advise.
submit "Shop ETL, tuned" tuned --conf spark.sql.shuffle.partitions=4

mapfile -t ids < <(find "$events" -maxdepth 1 -name 'eventlog_v2_*' -newer "$marker" -printf '%T@ %f\n' |
  sort -n | sed 's/.*eventlog_v2_//')

# The server answers when it has read both logs.
python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1]).read()' \
  "${url}api/dashboard/compare?a=${ids[0]}&b=${ids[1]}"
printf '\nWhy the first one took its time:\n'
build/bin/afterglow-history findings "${ids[0]}" --store "$work/store" | sed -n 3p || true
printf '\nWhat made the difference:\n'
build/bin/afterglow-history compare "${ids[0]}" "${ids[1]}" --store "$work/store" | sed -n 3p

printf '\nDashboard:       %s\n' "$url"
for id in "${ids[@]}"; do printf 'Application:     %s#/app/%s/-\n' "$url" "$id"; done
printf 'Both compared:   %s#/compare?a=%s&b=%s\n' "$url" "${ids[@]}"
printf 'REST API:        %sapi/v1/applications\n' "$url"

if [ "$wait_at_end" = yes ]; then
  printf '\nCtrl-C stops the server.\n'
  trap 'exit 0' INT TERM
  wait "$server"
fi
