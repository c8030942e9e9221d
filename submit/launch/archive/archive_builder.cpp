#include "submit/launch/archive/archive_builder.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include "submit/launch/module_options.h"
#include "submit/launch/process.h"
#include "submit/resolve/jar_file.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

constexpr int longest_building_seconds = 900;

// What most applications load: a session, a query with an exchange, files of the usual formats, an
// RDD, and what starts Python and asks a standalone master.
constexpr char training[] = R"scala(
spark.range(1000).selectExpr("id % 7 as k").groupBy("k").count().orderBy("k").collect()
spark.range(100).write.parquet("parquet")
spark.read.parquet("parquet").filter("id > 3").count()
spark.range(100).write.csv("csv")
spark.read.csv("csv").collect()
spark.range(100).write.json("json")
spark.read.json("json").collect()
sc.parallelize(1 to 100, 2).map(_ * 2).reduce(_ + _)
Seq("org.apache.spark.deploy.PythonRunner$", "org.apache.spark.api.python.PythonRDD$",
  "org.apache.spark.api.python.Py4JServer",
  "org.apache.spark.scheduler.cluster.StandaloneSchedulerBackend",
  "org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend$DriverEndpoint",
  "org.apache.spark.deploy.client.StandaloneAppClient$ClientEndpoint").foreach(Class.forName)
)scala";

// Removed with all that is in it at the end; one that a builder left which was killed, before.
class WorkFolder {
 public:
  explicit WorkFolder(const fs::path& path) {
    std::error_code error;
    fs::remove_all(path, error);
    if (mkdir(path.c_str(), S_IRWXU) == 0) path_ = path;
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Environment training_environment(const Surroundings& surroundings, const fs::path& work) {
  Environment environment;
  environment.set("PATH", surroundings.environment.get("PATH"));
  environment.set("HOME", work.native());
  environment.set("SPARK_HOME", surroundings.spark.home.native());
  environment.set("SPARK_CONF_DIR", (work / "conf").native());
  environment.set("SPARK_LOCAL_IP", "127.0.0.1");
  return environment;
}

std::vector<std::string> training_arguments(const Surroundings& surroundings,
                                            const fs::path& work) {
  std::vector<std::string> arguments = {
      "-XX:ArchiveClassesAtExit=" + (work / "result" / "classes.jsa").string(),
      "-cp",
      archived_class_path(surroundings.spark),
      "-Xmx1g",
      "-Dscala.usejavacp=true",
      "-Djava.io.tmpdir=" + work.string()};
  for (std::string& option : module_options(surroundings.spark.version)) {
    arguments.push_back(std::move(option));
  }
  for (const char* const word :
       {"org.apache.spark.deploy.SparkSubmit", "--master", "local[1]", "--conf", "spark.ui.port=0",
        "--conf", "spark.sql.catalogImplementation=in-memory", "--class",
        "org.apache.spark.repl.Main", "spark-shell"}) {
    arguments.emplace_back(word);
  }
  return arguments;
}

void redirect(const char* file, int flags, int descriptor) {
  const int opened = open(file, flags);
  if (opened >= 0 && opened != descriptor) dup2(opened, descriptor);
}

// Whether the shell ended well in time.
bool train(const Surroundings& surroundings, const fs::path& work) {
  std::error_code error;
  fs::create_directories(work / "conf", error);
  fs::create_directories(work / "result", error);
  std::ofstream(work / "training.scala") << training;
  const Environment environment = training_environment(surroundings, work);
  const std::vector<std::string> arguments = training_arguments(surroundings, work);
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) {
    redirect((work / "training.scala").c_str(), O_RDONLY, STDIN_FILENO);
    redirect("/dev/null", O_WRONLY, STDOUT_FILENO);
    redirect("/dev/null", O_WRONLY, STDERR_FILENO);
    if (chdir(work.c_str()) == 0) replace_process(surroundings.java, arguments, environment);
    _exit(127);
  }
  int status = 0;
  for (int second = 0; waitpid(child, &status, WNOHANG) == 0; ++second) {
    if (second == longest_building_seconds) kill(child, SIGKILL);
    sleep(1);
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// The size of the archive and the names at the root of all jars; see class_archive.h.
bool write_resources(const Surroundings& surroundings, const fs::path& folder) {
  std::error_code error;
  std::string text = stamp_of(folder / "classes.jsa") + "\n";
  if (text == "\n") return false;
  for (fs::directory_iterator jar(surroundings.spark.jars, error), end; !error && jar != end;
       jar.increment(error)) {
    if (jar->path().extension() != ".jar") continue;
    const auto opened = JarFile::open(jar->path());
    if (!opened) return false;
    for (const JarEntry& entry : opened->entries()) {
      if (!entry.name.contains('/')) text += entry.name + "\n";
    }
  }
  std::ofstream file(folder / "resources");
  file << text;
  file.close();
  return !error && file.good();
}

// The lock file, while it is locked.
class Lock {
 public:
  explicit Lock(const std::string& path)
      : descriptor_(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (descriptor_ >= 0 && flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      close(descriptor_);
      descriptor_ = -1;
    }
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  bool is_held() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

void wait_for_end(pid_t process) {
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, process, 0));
  if (descriptor >= 0) {
    pollfd ended = {descriptor, POLLIN, 0};
    while (poll(&ended, 1, -1) < 0 && errno == EINTR) {
    }
    close(descriptor);
    return;
  }
  while (kill(process, 0) == 0) sleep(2);
}

// Nothing of the caller's is kept open: whoever waits for the end of its output need not wait for
// this process.
void leave_everything(const fs::path& folder) {
  setsid();
  for (int descriptor = 0; descriptor < 1024; ++descriptor) close(descriptor);
  redirect("/dev/null", O_RDWR, STDIN_FILENO);
  redirect("/dev/null", O_RDWR, STDOUT_FILENO);
  redirect("/dev/null", O_RDWR, STDERR_FILENO);
  setpriority(PRIO_PROCESS, 0, 19);
  // Where Linux shares processor time among sessions first (autogroup), it asks how nice those are,
  // and this one would get as much as the next driver.
  std::ofstream("/proc/self/autogroup") << 19;
  if (chdir(folder.c_str()) != 0) _exit(0);
}

}  // namespace

bool build_archive(const ClassArchive& archive, const Surroundings& surroundings) {
  const Lock lock(archive.folder.string() + ".lock");
  std::error_code error;
  if (!lock.is_held()) return false;
  if (fs::exists(archive.folder / "resources", error)) return true;
  const WorkFolder work(archive.folder.string() + ".building");
  if (work.path().empty()) return false;
  const fs::path result = work.path() / "result";
  if (!train(surroundings, work.path()) || !write_resources(surroundings, result)) {
    std::ofstream(archive.folder.string() + ".failed");
    return false;
  }
  chmod((result / "classes.jsa").c_str(), S_IRUSR | S_IWUSR);
  chmod(result.c_str(), S_IRWXU);
  fs::rename(result, archive.folder, error);
  return !error;
}

void build_later(const ClassArchive& archive, const Surroundings& surroundings) {
  const fs::path cache = archive.folder.parent_path();
  std::error_code error;
  fs::create_directories(cache, error);
  if (error || chmod(cache.c_str(), S_IRWXU) != 0) return;
  const pid_t driver = getpid();
  const pid_t child = fork();
  if (child < 0) return;
  if (child > 0) {
    waitpid(child, nullptr, 0);
    return;
  }
  // Twice, so that the builder is no child that the driver would have to wait for.
  if (fork() != 0) _exit(0);
  leave_everything(cache);
  wait_for_end(driver);
  build_archive(archive, surroundings);
  _exit(0);
}

}  // namespace afterglow::submit
