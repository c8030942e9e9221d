# A small standalone cluster of Spark's on this machine, for demo.sh: a master and a worker on free
# ports. Needs SPARK_HOME, and a folder for logs in CLUSTER_FOLDER. To be sourced.

# Prints as many ports as $1 says, that nobody listens on.
free_ports() {
  python3 - "$1" <<'PY'
import socket, sys
sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for one in sockets:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in sockets))
PY
}

# start_daemon NAME CLASS ARGS..: with its log in CLUSTER_FOLDER; its process in cluster_processes.
start_daemon() {
  local name=$1
  shift
  SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_HOSTNAME=127.0.0.1 SPARK_DAEMON_MEMORY=256m \
    "$SPARK_HOME/bin/spark-class" "$@" >"$CLUSTER_FOLDER/$name.log" 2>&1 &
  cluster_processes+=($!)
}

# Sets cluster_options, for afterglow-submit.
start_cluster() {
  local rpc rest ui worker_ui
  mkdir -p "$CLUSTER_FOLDER"
  read -r rpc rest ui worker_ui <<<"$(free_ports 4)"
  cluster_processes=()
  SPARK_MASTER_OPTS="-Dspark.master.rest.enabled=true -Dspark.master.rest.port=$rest" \
    start_daemon master org.apache.spark.deploy.master.Master \
    --host 127.0.0.1 --port "$rpc" --webui-port "$ui"
  start_daemon worker org.apache.spark.deploy.worker.Worker --host 127.0.0.1 \
    --webui-port "$worker_ui" --cores 4 --memory 4g --work-dir "$CLUSTER_FOLDER/work" \
    "spark://127.0.0.1:$rpc"
  cluster_options=(--master "spark://127.0.0.1:$rpc" --deploy-mode cluster
    --conf "spark.master.rest.port=$rest" --conf "spark.master.ui.port=$ui")
  for _ in $(seq 300); do
    if grep -qs 'Successfully registered with master' "$CLUSTER_FOLDER/worker.log"; then
      printf 'Standalone cluster: http://127.0.0.1:%s\n' "$ui"
      return
    fi
    sleep 0.2
  done
  tail -5 "$CLUSTER_FOLDER"/*.log >&2
  echo "demo: the standalone cluster did not start; its logs are in $CLUSTER_FOLDER" >&2
  return 1
}

stop_cluster() {
  [ ${#cluster_processes[@]} -eq 0 ] || kill "${cluster_processes[@]}" 2>/dev/null || true
}
