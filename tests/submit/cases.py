"""The command lines of the compatibility proof: written by hand where there is a corner, and drawn
from all options for breadth (always the same ones). In arguments, environment and files stand
{DIR} for the folder of the run and {SPARK} for Spark's.

A case: name, args, env, files (what stands in the run's folder besides FILES), and live: whether the
driver itself is asked, too.
"""

import random

# Every run has these; conf/ is its SPARK_CONF_DIR.
FILES = {
    "app.py": "",
    "app.R": "",
    "app.jar": "PK",
    "my app.jar": "PK",
    "a.jar": "PK",
    "b.jar": "PK",
    "lib.zip": "PK",
    "mod.py": "",
    "data.txt": "x",
    "k.keytab": "x",
    "one.conf": "spark.executor.memory 1g\nspark.x.one 1\nspark.driver.memory=700m\n",
    "two.conf": "spark.x.two: 2\nspark.x.one = two\nspark.app.name from two\n",
    "odd.conf": (
        "# comment\n! comment\nspark.x.a=b=c\nspark.x.colon:v\nspark.x.space  v w  \n"
        "spark.x.long one\\\n   two\nspark.x.uni \\u00fc\\n\nspark.x.empty\nspark.x.eq==\n"
        "spark.x\\ y z\nspark.x.back a\\\\b\nother.key 1\n"
    ),
    "java.conf": (
        "spark.driver.extraJavaOptions -Dfile=1 -Dq='a b'\nspark.driver.extraClassPath /from/file\n"
        "spark.driver.extraLibraryPath /lib/file\nspark.driver.memory 600m\n"
    ),
}

SQL_CLI = "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver"
THRIFT = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
SHELL = "org.apache.spark.repl.Main"

PY = ["{DIR}/app.py"]
JAR = ["--class", "x.Main", "{DIR}/app.jar"]


def repository():
    """A Maven repository in the run's folder, where g:a needs g:c, and Ivy's way to it."""
    files = {"ivy.xml": '<ivysettings><settings defaultResolver="here"/><resolvers><ibiblio name="here"'
                        ' m2compatible="true" root="file://{DIR}/repo"/></resolvers></ivysettings>'}
    needs = {"a": "<dependencies><dependency><groupId>g</groupId><artifactId>c</artifactId>"
                  "<version>1</version></dependency></dependencies>", "b": "", "c": ""}
    for name, dependencies in needs.items():
        start = f"repo/g/{name}/1/{name}-1"
        files[start + ".pom"] = (
            "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId>"
            f"<artifactId>{name}</artifactId><version>1</version>{dependencies}</project>")
        files[start + ".jar"] = "PK"
    return files


def by_hand():
    def case(name, args, env=None, files=None, live=False):
        return {"name": name, "args": args, "env": env or {}, "files": files or {}, "live": live}

    odd = ["", "a b", "\"'\\$HOME`x`", "--master", "yarn", "-c", "k=v", "ü☃", "*", "{DIR}/*", "a\nb"]
    defaults = {"conf/spark-defaults.conf": "spark.master local[3]\nspark.app.name from defaults\n"
                                            "spark.x.one defaults\nspark.executor.cores 2\n"}
    yield case("bare", PY, live=True)
    yield case("jar without class", ["{DIR}/app.jar"])
    yield case("arguments", [*PY, *odd], live=True)
    yield case("jar arguments", [*JAR, *odd], live=True)
    yield case("name with quotes", ["--name", "a \"b\" 'c' \\d $e", *PY], live=True)
    yield case("name with newline", ["--name", "a\nb", *PY], live=True)
    yield case("long name", ["--name", "n" * 20000, *PY])
    yield case("value like an option", ["--name", "--master", *PY], live=True)
    yield case("empty value", ["--name", "", *PY])
    yield case("glued", ["--name=a=b", "--master=local[2]", "--conf=spark.x=1", *PY], live=True)
    yield case("short", ["-c", "spark.x=1", "-v", *PY])
    yield case("glued switch", ["--verbose=x", *PY])
    yield case("repeated option", ["--name", "a", "--name", "b", "--jars", "{DIR}/a.jar", "--jars",
                                   "{DIR}/b.jar", *PY], live=True)
    yield case("repeated conf", ["--conf", "spark.x=1", "--conf", "spark.x=2", *PY], live=True)
    yield case("conf values", ["--conf", "spark.x=a=b", "--conf", "spark.e=", "--conf",
                               "spark.s= a b ", "--conf", "spark.n=a\nb", *PY], live=True)
    yield case("conf with foreign keys", ["--conf", "foo=bar", "--conf", "=x", *PY])
    for first, second in (("conf", "flag"), ("flag", "conf")):
        said = {"conf": ["--conf", "spark.driver.memory=700m"], "flag": ["--driver-memory", "800m"]}
        yield case(f"driver memory: {first}, {second}", said[first] + said[second] + PY, live=True)
        said = {"conf": ["--conf", "spark.driver.extraJavaOptions=-Da=1"],
                "flag": ["--driver-java-options", "-Db=2"]}
        yield case(f"java options: {first}, {second}", said[first] + said[second] + PY, live=True)
        said = {"conf": ["--conf", "spark.driver.extraClassPath=/a"],
                "flag": ["--driver-class-path", "/b"]}
        yield case(f"class path: {first}, {second}", said[first] + said[second] + PY)
        said = {"conf": ["--conf", "spark.driver.extraLibraryPath=/a"],
                "flag": ["--driver-library-path", "/b"]}
        yield case(f"library path: {first}, {second}", said[first] + said[second] + PY)
        said = {"conf": ["--conf", "spark.executor.memory=700m"], "flag": ["--executor-memory", "1g"]}
        yield case(f"executor memory: {first}, {second}", said[first] + said[second] + PY, live=True)
        said = {"conf": ["--conf", "spark.app.name=a"], "flag": ["--name", "b"]}
        yield case(f"name: {first}, {second}", said[first] + said[second] + PY)
    yield case("defaults", PY, files=defaults, live=True)
    yield case("defaults and conf", ["--conf", "spark.app.name=c", *PY], files=defaults, live=True)
    yield case("defaults and option", ["--name", "o", "--master", "local", *PY], files=defaults)
    yield case("named file hides defaults", ["--properties-file", "{DIR}/one.conf", *PY],
               files=defaults, live=True)
    yield case("named file and defaults", ["--properties-file", "{DIR}/one.conf",
                                           "--load-spark-defaults", *PY], files=defaults, live=True)
    yield case("extra files", ["--extra-properties-file", "{DIR}/one.conf", "--extra-properties-file",
                               "{DIR}/two.conf", *PY], files=defaults, live=True)
    yield case("extra files, other way", ["--extra-properties-file", "{DIR}/two.conf",
                                          "--extra-properties-file", "{DIR}/one.conf", *PY])
    yield case("all files", ["--properties-file", "{DIR}/one.conf", "--extra-properties-file",
                             "{DIR}/two.conf", "--load-spark-defaults", "--conf", "spark.x.two=c",
                             *PY], files=defaults, live=True)
    yield case("odd properties", ["--properties-file", "{DIR}/odd.conf", *PY], live=True)
    yield case("java properties", ["--properties-file", "{DIR}/java.conf", *PY], live=True)
    yield case("repeated properties file", ["--properties-file", "{DIR}/one.conf",
                                            "--properties-file", "{DIR}/two.conf", *PY])
    yield case("java options", ["--driver-java-options", "-Da='b c' -Dd=\"e \\\" f\" -Dg=h\\ i", *PY],
               live=True)
    yield case("default java options", ["--conf", "spark.driver.defaultJavaOptions=-Dx=1 -Dy=2",
                                        "--driver-java-options", "-Dy=3", *PY])
    yield case("java-opts", PY, files={"conf/java-opts": "-Dfrom.opts=1 -Dtwo='a b'\n-Dthird=3\n"},
               live=True)
    yield case("submit opts", PY, env={"SPARK_SUBMIT_OPTS": "-Da=1 \"-Db=c d\""}, live=True)
    yield case("class paths", ["--driver-class-path", "/a:/b::/a", *PY],
               env={"HADOOP_CONF_DIR": "{DIR}", "YARN_CONF_DIR": "/no/yarn",
                    "SPARK_DIST_CLASSPATH": "/d1:/d2"}, live=True)
    yield case("blank class path", ["--driver-class-path", " ", *PY])
    yield case("default class path", ["--conf", "spark.driver.defaultExtraClassPath=/z", *PY])
    yield case("both class paths", ["--driver-default-class-path", "/z", "--driver-class-path", "/y",
                                    *PY])
    yield case("library path", ["--driver-library-path", "/n", *PY],
               env={"LD_LIBRARY_PATH": "/m"}, live=True)
    for variable, value in (("MASTER", "local[5]"), ("DEPLOY_MODE", "client"),
                            ("SPARK_DRIVER_MEMORY", "600m"), ("SPARK_MEM", "610m"),
                            ("SPARK_EXECUTOR_MEMORY", "620m"), ("SPARK_EXECUTOR_CORES", "3"),
                            ("SPARK_YARN_APP_NAME", "y"), ("SPARK_PREFER_IPV6", "false")):
        yield case(f"environment {variable}", PY, env={variable: value}, live=True)
        yield case(f"environment {variable} and defaults", ["--name", "n", *PY],
                   env={variable: value}, files=defaults)
    yield case("both memories", PY, env={"SPARK_DRIVER_MEMORY": "600m", "SPARK_MEM": "610m"})
    for name, content in (
        ("assignment", "FROM_ENV='a b'\nSPARK_DRIVER_MEMORY=650m\n"),
        ("computed", "SPARK_SUBMIT_OPTS=\"-Dsum=$((1 + 2)) -Dwho=$(basename $SPARK_CONF_DIR)\"\n"),
        ("unset", "unset SPARK_EXECUTOR_CORES\n"),
        ("python", "export PYSPARK_PYTHON={DIR}/python\n"),
    ):
        yield case(f"spark-env {name}", PY, env={"SPARK_EXECUTOR_CORES": "3"},
                   files={"conf/spark-env.sh": content})
    yield case("spark-env loaded", PY, env={"SPARK_ENV_LOADED": "1"},
               files={"conf/spark-env.sh": "SPARK_DRIVER_MEMORY=650m\n"})
    lists = ["--jars", "{DIR}/a.jar,{DIR}/b.jar", "--files", "{DIR}/data.txt#renamed", "--py-files",
             "{DIR}/lib.zip,{DIR}/mod.py", "--archives", "{DIR}/lib.zip#env"]
    yield case("lists", [*lists, *PY], live=True)
    yield case("lists for a jar", [*lists, *JAR], live=True)
    yield case("globs", ["--jars", "{DIR}/?.jar", "--files", "{DIR}/*.txt", *JAR], live=True)
    yield case("uris", ["--jars", "file:{DIR}/a.jar,file://{DIR}/b.jar,local:/x/c.jar", *JAR],
               live=True)
    yield case("lists by conf", ["--conf", "spark.jars={DIR}/a.jar", "--conf",
                                 "spark.files={DIR}/data.txt", "--conf",
                                 "spark.submit.pyFiles={DIR}/mod.py", *PY], live=True)
    yield case("blank in a path", ["--class", "x.Main", "{DIR}/my app.jar", "a"], live=True)
    yield case("uri as application", ["--class", "x.Main", "file:{DIR}/app.jar"])
    yield case("R", ["{DIR}/app.R", "x"])
    yield case("internal", ["--class", "x.Main", "spark-internal", "a"])
    yield case("standalone", ["--master", "spark://h:7077", "--total-executor-cores", "4",
                              "--executor-cores", "2", "--executor-memory", "1g", *JAR], live=True)
    yield case("standalone, several", ["--master", "spark://h:7077,i:7077", "--supervise", *PY],
               live=True)
    yield case("local-cluster", ["--master", "local-cluster[1,1,1024]", *PY])
    yield case("client", ["--deploy-mode", "client", "--master", "spark://h:7077", *PY])
    yield case("identity", ["--principal", "p@X", *PY])
    yield case("queue", ["--queue", "q", "--num-executors", "3", "--driver-cores", "2", *PY])
    yield case("packages", ["--packages", "g:a:1", "--exclude-packages", "g:b", "--repositories",
                            "https://h/r", *PY])
    ivy = ["--conf", "spark.jars.ivySettings={DIR}/ivy.xml", "--conf", "spark.jars.ivy={DIR}/ivy"]
    yield case("packages from a local repository", [*ivy, "--packages", "g:a:1,g:b:1",
                                                    "--exclude-packages", "g:c", *PY],
               files=repository(), live=True)
    yield case("remote", ["--remote", "sc://h:15002", *PY])
    yield case("remote by conf", ["--conf", "spark.remote=sc://h:15002", *PY])
    yield case("remote by environment", PY, env={"SPARK_REMOTE": "sc://h:15002"})
    yield case("api mode", ["--conf", "spark.api.mode=connect", *PY])
    yield case("api mode by environment", PY, env={"SPARK_CONNECT_MODE": "1"})
    yield case("classic in spite of the environment", ["--conf", "spark.api.mode=classic", *PY],
               env={"SPARK_CONNECT_MODE": "1"})
    yield case("sql", ["--class", SQL_CLI, "-e", "select 1", "--master", "local", "-f", "x.sql",
                       "--name", "n"])
    yield case("sql with hiveconf", ["--class", SQL_CLI, "--hiveconf", "a=b", "-d", "x=1"])
    yield case("scala shell", ["--class", SHELL, "--name", "Spark shell", "-I", "x.scala", "-v"],
               env={"SPARK_SCALA_SHELL": "1"})
    yield case("scala shell, connect", ["--class", SHELL, "--remote", "sc://h", "--name", "s"],
               env={"SPARK_SCALA_SHELL": "1"})
    daemon = {"SPARK_DAEMON_MEMORY": "2g", "SPARK_DAEMON_JAVA_OPTS": "-Ddaemon=1"}
    yield case("thrift server", ["--class", THRIFT, "--hiveconf", "a=b", "--driver-memory", "3g"],
               env=daemon)
    yield case("connect server", ["--class", CONNECT, "--name", "s"], env=daemon)
    yield case("no daemon", JAR, env=daemon)
    yield case("pyspark", ["pyspark-shell-main", "--name", "PySparkShell", "--master", "local[2]",
                           "--conf", "spark.x=a \"b\" \\c"])
    yield case("pyspark, python by conf", ["pyspark-shell-main", "--conf",
                                           "spark.pyspark.python={DIR}/python"])
    yield case("pyspark, driver python", ["pyspark-shell-main", "--conf",
                                          "spark.pyspark.driver.python={DIR}/python"],
               env={"PYSPARK_DRIVER_PYTHON_OPTS": "-i 'a b'"})
    yield case("pyspark, remote", ["pyspark-shell-main", "--remote", "sc://h", "--name", "n"])
    yield case("pyspark, api mode", ["pyspark-shell-main", "--conf", "spark.api.mode=connect"])
    yield case("pyspark gateway", ["--master", "local", "pyspark-shell"])
    yield case("sparkR", ["sparkr-shell-main", "--name", "n", "--vanilla"],
               env={"SPARKR_DRIVER_R": "{DIR}/python"})


PLAIN = {
    "--name": ["n", "a b", "ü"],
    "--executor-memory": ["1g", "512m"],
    "--executor-cores": ["1", "2"],
    "--num-executors": ["2"],
    "--total-executor-cores": ["4"],
    "--driver-cores": ["1"],
    "--driver-memory": ["1g", "700M", "1048576k"],
    "--driver-java-options": ["-Da=1", "-Da='b c'"],
    "--driver-class-path": ["/a", "/a:{DIR}"],
    "--driver-library-path": ["/n"],
    "--jars": ["{DIR}/a.jar", "{DIR}/a.jar,{DIR}/b.jar"],
    "--files": ["{DIR}/data.txt"],
    "--py-files": ["{DIR}/mod.py"],
    "--archives": ["{DIR}/lib.zip#x"],
    "--queue": ["q"],
    "--proxy-user": ["u"],
    "--conf": ["spark.x.one=c", "spark.app.name=c", "spark.driver.memory=800m", "spark.x.y=a b"],
    "--properties-file": ["{DIR}/one.conf", "{DIR}/odd.conf", "{DIR}/java.conf"],
    "--extra-properties-file": ["{DIR}/two.conf", "{DIR}/one.conf"],
    "--master": ["local", "local[2]", "local[*]", "local[2,3]", "spark://h:7077"],
    "--deploy-mode": ["client"],
    "--supervise": None,
    "--verbose": None,
    "--load-spark-defaults": None,
}
APPLICATIONS = [PY, [*PY, "x", "--name=y"], JAR, [*JAR, "", "a b"], ["{DIR}/app.R", "1"],
                ["--class", "x.Main", "spark-internal"]]
ENVIRONMENTS = [{}, {}, {"MASTER": "local[7]"}, {"SPARK_DRIVER_MEMORY": "900m"},
                {"SPARK_SUBMIT_OPTS": "-Ds=1"}, {"HADOOP_CONF_DIR": "{DIR}"},
                {"SPARK_EXECUTOR_MEMORY": "1g", "LD_LIBRARY_PATH": "/m"}]
DEFAULTS = [{}, {"conf/spark-defaults.conf": "spark.x.one d\nspark.driver.extraJavaOptions -Dd=1\n"}]


def drawn(count):
    dice = random.Random(43)
    for number in range(count):
        args = []
        for option in dice.sample(sorted(PLAIN), dice.randint(1, 7)):
            values = PLAIN[option]
            if values is None:
                args.append(option)
            elif dice.random() < 0.3:
                args.append(f"{option}={dice.choice(values)}")
            else:
                args += [option, dice.choice(values)]
        yield {"name": f"drawn {number}", "args": args + dice.choice(APPLICATIONS),
               "env": dice.choice(ENVIRONMENTS), "files": dice.choice(DEFAULTS), "live": False}


# What Spark's launcher, SparkSubmit or its driver refuse with exit code 1, and we before a JVM.
REFUSED = [
    ["--no-such-option", *PY],
    ["--master"],
    ["--name"],
    ["--conf", "spark.x", *PY],
    ["--properties-file", "/no/such.conf", *PY],
    ["--driver-java-options", "-Xmx2g", *PY],
    ["--driver-memory", "0", *PY],
    ["--executor-memory", "x", *PY],
    ["--executor-cores", "-1", *PY],
    ["--total-executor-cores", "0", *PY],
    ["--num-executors", "two", *PY],
    ["--deploy-mode", "both", *PY],
    ["--deploy-mode", "cluster", *PY],
    ["--master", "foo", *PY],
    ["--remote", "sc://h", "--master", "local", *PY],
    ["--proxy-user", "u", "--principal", "p", *PY],
    ["--deploy-mode", "cluster", "--master", "spark://h:1", "--class", SQL_CLI],
    ["--deploy-mode", "cluster", "--master", "spark://h:1", "--class", SHELL],
    ["--class", "x.Main"],
    ["pyspark-shell-main", "argument"],
]


def all_cases():
    yield from by_hand()
    yield from drawn(240)
