#pragma once

#include <httplib.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace afterglow::history {

// A key and the certificate that it has signed itself, for these names ("DNS:a,IP:127.0.0.1").
class OwnCertificate {
 public:
  explicit OwnCertificate(const std::string& names, std::chrono::seconds ends_in)
      : key_(EVP_EC_gen("P-256"), EVP_PKEY_free), certificate_(X509_new(), X509_free) {
    X509* const one = certificate_.get();
    X509_set_version(one, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(one), 1);
    X509_gmtime_adj(X509_getm_notBefore(one), -7200);
    X509_gmtime_adj(X509_getm_notAfter(one), static_cast<long>(ends_in.count()));
    X509_NAME_add_entry_by_txt(X509_get_subject_name(one), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("afterglow test"), -1, -1, 0);
    X509_set_issuer_name(one, X509_get_subject_name(one));
    X509_set_pubkey(one, key_.get());
    X509_EXTENSION* const alternatives =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
    X509_add_ext(one, alternatives, -1);
    X509_EXTENSION_free(alternatives);
    X509_sign(one, key_.get(), EVP_sha256());
  }

  EVP_PKEY* key() const { return key_.get(); }
  X509* certificate() const { return certificate_.get(); }

  std::string pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(out.get(), certificate_.get());
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  std::unique_ptr<X509, decltype(&X509_free)> certificate_;
};

// Takes every POST over TLS on a free port of 127.0.0.1, with status 200.
class TlsServer {
 public:
  explicit TlsServer(const OwnCertificate& own) : server_(own.certificate(), own.key()) {
    server_.Post(".*", [this](const httplib::Request& from, httplib::Response&) {
      requests_.push_back(from);
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~TlsServer() {
    server_.stop();
    thread_.join();
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  int port() const { return port_; }
  const std::vector<httplib::Request>& requests() const { return requests_; }

 private:
  httplib::SSLServer server_;
  std::vector<httplib::Request> requests_;  // complete once answered
  int port_ = 0;
  std::thread thread_;
};

}  // namespace afterglow::history
