package x

import java.lang.management.ManagementFactory
import java.net.URLClassLoader
import java.nio.file.Paths

import com.fasterxml.jackson.databind.ObjectMapper
import scala.jdk.CollectionConverters._

/** Writes what reached a driver to $PROBE_OUT. */
object Main {
  def main(arguments: Array[String]): Unit = {
    val runtime = ManagementFactory.getRuntimeMXBean
    val added = Thread.currentThread.getContextClassLoader match {
      case loader: URLClassLoader => loader.getURLs.map(_.toString)
      case _ => Array.empty[String]
    }
    val arrived = Map(
      "arguments" -> arguments,
      "properties" -> sys.props.toMap.filter(_._1.startsWith("spark.")).asJava,
      "classPath" -> runtime.getClassPath,
      "addedClassPath" -> added,
      "jvmOptions" -> runtime.getInputArguments,
      "environment" -> sys.env.filter(_._1 == "LD_LIBRARY_PATH").asJava)
    new ObjectMapper().writeValue(Paths.get(sys.env("PROBE_OUT")).toFile, arrived.asJava)
  }
}
