"""The driver of all cases: spark-submit program.py RUNS.json FOLDER. One application after the
other in one JVM, which is warm after the first ones, so that loading classes is no part of what
they take. RUNS.json: a list of app, state, conf (which has the master). FOLDER has what prepare() of
sql_apps.py writes."""

import json
import sys
from pathlib import Path

import cluster_apps
import memory_apps
import sql_apps
import task_apps
from pyspark import SparkConf, SparkContext
from pyspark.sql import SparkSession

HERE = Path(__file__).parent
MODULES = (task_apps, sql_apps, cluster_apps, memory_apps)
FOR_WORKERS = [str(HERE / f"{name}_apps.py") for name in ("task", "sql", "cluster")]


def run(app, state, conf, folder):
    name = f"{app} {state}".replace("_", " ")
    context = SparkContext(
        conf=SparkConf().setAll({"spark.app.name": name, **conf}.items()), pyFiles=FOR_WORKERS
    )
    spark = SparkSession.builder.getOrCreate()
    (function,) = (getattr(module, app) for module in MODULES if app in vars(module))
    function(spark, state == "sick", folder)
    spark.stop()
    context.stop()


runs_file, files = sys.argv[1:]
for one in json.loads(Path(runs_file).read_text()):
    try:
        run(one["app"], one["state"], one["conf"], files)
        print(f"{one['app']} {one['state']} ran", flush=True)
    except Exception as error:  # the others go on
        print(f"{one['app']} {one['state']} failed: {error}", flush=True)
        if SparkContext._active_spark_context:
            SparkContext._active_spark_context.stop()
