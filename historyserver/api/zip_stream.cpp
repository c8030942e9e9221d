#include "historyserver/api/zip_stream.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <cerrno>

namespace afterglow::history {
namespace {

constexpr int kBlock = 64 * 1024;  // bytes handed to the sink at once

la_ssize_t pass_on(archive* zip, void* sink, const void* bytes, std::size_t size) {
  if ((*static_cast<BodySink*>(sink))({static_cast<const char*>(bytes), size})) {
    return static_cast<la_ssize_t>(size);
  }
  archive_set_error(zip, ECONNRESET, "the client is gone");
  return -1;
}

struct FreeEntry {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

std::unique_ptr<archive_entry, FreeEntry> make_entry(const std::string& name, unsigned type,
                                                     std::int64_t modified) {
  std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
  archive_entry_set_pathname_utf8(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), type);
  archive_entry_set_perm(entry.get(), type == S_IFDIR ? 0755 : 0644);
  archive_entry_set_mtime(entry.get(), modified, 0);
  return entry;
}

}  // namespace

void ZipStream::Close::operator()(archive* zip) const {
  // An archive that was not finished is not to be finished now.
  archive_write_fail(zip);
  archive_write_free(zip);
}

ZipStream::ZipStream(BodySink sink) : sink_(std::move(sink)), zip_(archive_write_new()) {
  archive_write_set_format_zip(zip_.get());
  archive_write_set_options(zip_.get(), "zip:compression-level=1,zip:hdrcharset=UTF-8");
  archive_write_set_bytes_per_block(zip_.get(), kBlock);
  archive_write_set_bytes_in_last_block(zip_.get(), 1);
  archive_write_open2(zip_.get(), &sink_, nullptr, pass_on, nullptr, nullptr);
}

Result<void> ZipStream::check(int code) {
  if (code >= ARCHIVE_OK || code == ARCHIVE_WARN) return {};
  const char* reason = archive_error_string(zip_.get());
  return fail(ErrorKind::unavailable, std::string("zip: ") + (reason ? reason : "failed"));
}

Result<void> ZipStream::add_folder(const std::string& name, std::int64_t modified) {
  const auto entry = make_entry(name, S_IFDIR, modified);
  return check(archive_write_header(zip_.get(), entry.get()));
}

Result<void> ZipStream::add_file(const std::string& name, std::uint64_t size, std::int64_t modified,
                                 Packing packing) {
  if (packing == Packing::none) {
    archive_write_zip_set_compression_store(zip_.get());
  } else {
    archive_write_zip_set_compression_deflate(zip_.get());
  }
  const auto entry = make_entry(name, S_IFREG, modified);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  return check(archive_write_header(zip_.get(), entry.get()));
}

Result<void> ZipStream::write(std::string_view bytes) {
  const auto written = archive_write_data(zip_.get(), bytes.data(), bytes.size());
  return check(written < 0 ? static_cast<int>(written) : ARCHIVE_OK);
}

Result<void> ZipStream::finish() {
  return check(archive_write_close(zip_.get()));
}

}  // namespace afterglow::history
