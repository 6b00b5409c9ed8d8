// Peer of the decode benchmark: CharLS, OpenJPEG and OpenJPH as the system ships them, each slice from memory to memory.
//   native-codecs encode CODEC RAW STREAMS ROWS COLUMNS BITS
//   native-codecs decode CODEC STREAMS FIRST STEP RAW-OUT   slices FIRST, FIRST + STEP …; "-": keep nothing
// decode reads the file, decodes one slice to warm up, prints "ready", and decodes once for each line on its input,
// printing the seconds it took. STREAMS is a row of (length as 4 bytes little-endian, code stream).
#include <charls/charls.h>
#include <openjpeg.h>
#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

using Bytes = std::vector<uint8_t>;

struct Shape {
  uint32_t rows = 0, columns = 0, bits = 0;
};

[[noreturn]] static void fail(const char *what) {
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

static Bytes readFile(const char *path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail("a file cannot be read");
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

struct Memory {
  Bytes *bytes;
  size_t at = 0;
};

static OPJ_SIZE_T opjRead(void *to, OPJ_SIZE_T count, void *user) {
  auto *memory = static_cast<Memory *>(user);
  const size_t left = memory->bytes->size() - memory->at;
  if (left == 0) return static_cast<OPJ_SIZE_T>(-1);
  const size_t given = count < left ? count : left;
  std::memcpy(to, memory->bytes->data() + memory->at, given);
  memory->at += given;
  return given;
}

static OPJ_SIZE_T opjWrite(void *from, OPJ_SIZE_T count, void *user) {
  auto *memory = static_cast<Memory *>(user);
  if (memory->at + count > memory->bytes->size()) memory->bytes->resize(memory->at + count);
  std::memcpy(memory->bytes->data() + memory->at, from, count);
  memory->at += count;
  return count;
}

static OPJ_OFF_T opjSkip(OPJ_OFF_T count, void *user) {
  static_cast<Memory *>(user)->at += static_cast<size_t>(count);
  return count;
}

static OPJ_BOOL opjSeek(OPJ_OFF_T to, void *user) {
  static_cast<Memory *>(user)->at = static_cast<size_t>(to);
  return OPJ_TRUE;
}

static opj_stream_t *opjStream(Memory &memory, bool input) {
  opj_stream_t *stream = opj_stream_default_create(input ? OPJ_TRUE : OPJ_FALSE);
  opj_stream_set_read_function(stream, opjRead);
  opj_stream_set_write_function(stream, opjWrite);
  opj_stream_set_skip_function(stream, opjSkip);
  opj_stream_set_seek_function(stream, opjSeek);
  opj_stream_set_user_data(stream, &memory, nullptr);
  opj_stream_set_user_data_length(stream, memory.bytes->size());
  return stream;
}

static Bytes encodeJpegLs(const uint16_t *pixels, Shape shape) {
  charls::jpegls_encoder encoder;
  encoder.frame_info({shape.columns, shape.rows, static_cast<int32_t>(shape.bits), 1});
  Bytes out(encoder.estimated_destination_size());
  encoder.destination(out);
  out.resize(encoder.encode(pixels, size_t{shape.rows} * shape.columns * 2));
  return out;
}

static void decodeJpegLs(const Bytes &stream, Bytes &out) {
  charls::jpegls_decoder decoder;
  decoder.source(stream);
  decoder.read_header();
  out.resize(decoder.destination_size());
  decoder.decode(out);
}

static Bytes encodeJpeg2000(const uint16_t *pixels, Shape shape) {
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  opj_image_cmptparm_t component{};
  component.dx = component.dy = 1;
  component.w = shape.columns;
  component.h = shape.rows;
  component.prec = shape.bits;
  opj_image_t *image = opj_image_create(1, &component, OPJ_CLRSPC_GRAY);
  image->x1 = shape.columns;
  image->y1 = shape.rows;
  for (size_t i = 0; i < size_t{shape.rows} * shape.columns; i += 1) image->comps[0].data[i] = pixels[i];
  Bytes out;
  Memory memory{&out};
  opj_codec_t *codec = opj_create_compress(OPJ_CODEC_J2K);
  opj_stream_t *stream = opjStream(memory, false);
  if (!opj_setup_encoder(codec, &parameters, image) || !opj_start_compress(codec, image, stream) ||
      !opj_encode(codec, stream) || !opj_end_compress(codec, stream))
    fail("OpenJPEG could not encode");
  opj_stream_destroy(stream);
  opj_destroy_codec(codec);
  opj_image_destroy(image);
  return out;
}

static void decodeJpeg2000(const Bytes &encoded, Bytes &out) {
  Memory memory{const_cast<Bytes *>(&encoded)};
  opj_stream_t *stream = opjStream(memory, true);
  opj_codec_t *codec = opj_create_decompress(OPJ_CODEC_J2K);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_image_t *image = nullptr;
  if (!opj_setup_decoder(codec, &parameters) || !opj_read_header(stream, codec, &image) ||
      !opj_decode(codec, stream, image) || !opj_end_decompress(codec, stream))
    fail("OpenJPEG could not decode");
  const size_t count = size_t{image->comps[0].w} * image->comps[0].h;
  out.resize(count * 2);
  auto *to = reinterpret_cast<uint16_t *>(out.data());
  for (size_t i = 0; i < count; i += 1) to[i] = static_cast<uint16_t>(image->comps[0].data[i]);
  opj_stream_destroy(stream);
  opj_destroy_codec(codec);
  opj_image_destroy(image);
}

static Bytes encodeHtj2k(const uint16_t *pixels, Shape shape) {
  ojph::codestream codestream;
  ojph::param_siz siz = codestream.access_siz();
  siz.set_image_extent(ojph::point(shape.columns, shape.rows));
  siz.set_num_components(1);
  siz.set_component(0, ojph::point(1, 1), shape.bits, false);
  ojph::param_cod cod = codestream.access_cod();
  cod.set_num_decomposition(5);
  cod.set_reversible(true);
  codestream.set_planar(true);
  ojph::mem_outfile file;
  file.open();
  codestream.write_headers(&file);
  ojph::ui32 next = 0;
  ojph::line_buf *line = codestream.exchange(nullptr, next);
  for (uint32_t row = 0; row < shape.rows; row += 1) {
    for (uint32_t x = 0; x < shape.columns; x += 1) line->i32[x] = pixels[size_t{row} * shape.columns + x];
    line = codestream.exchange(line, next);
  }
  codestream.flush();
  const auto length = static_cast<size_t>(file.tell());
  Bytes out(file.get_data(), file.get_data() + length);
  codestream.close();
  return out;
}

static void decodeHtj2k(const Bytes &encoded, Bytes &out) {
  ojph::mem_infile file;
  file.open(encoded.data(), encoded.size());
  ojph::codestream codestream;
  codestream.read_headers(&file);
  ojph::param_siz siz = codestream.access_siz();
  const uint32_t rows = siz.get_image_extent().y, columns = siz.get_image_extent().x;
  codestream.set_planar(true);
  codestream.create();
  out.resize(size_t{rows} * columns * 2);
  auto *to = reinterpret_cast<uint16_t *>(out.data());
  for (uint32_t row = 0; row < rows; row += 1) {
    ojph::ui32 component = 0;
    const ojph::line_buf *line = codestream.pull(component);
    for (uint32_t x = 0; x < columns; x += 1) to[size_t{row} * columns + x] = static_cast<uint16_t>(line->i32[x]);
  }
  codestream.close();
}

static Bytes encode(const std::string &codec, const uint16_t *pixels, Shape shape) {
  if (codec == "jpeg-ls") return encodeJpegLs(pixels, shape);
  if (codec == "jpeg-2000") return encodeJpeg2000(pixels, shape);
  if (codec == "htj2k") return encodeHtj2k(pixels, shape);
  fail("no such codec");
}

static void decode(const std::string &codec, const Bytes &stream, Bytes &out) {
  if (codec == "jpeg-ls") return decodeJpegLs(stream, out);
  if (codec == "jpeg-2000") return decodeJpeg2000(stream, out);
  if (codec == "htj2k") return decodeHtj2k(stream, out);
  fail("no such codec");
}

static int encodeAll(const std::string &codec, char **argv) {
  const Bytes raw = readFile(argv[0]);
  const Shape shape{static_cast<uint32_t>(std::atoi(argv[2])), static_cast<uint32_t>(std::atoi(argv[3])),
                    static_cast<uint32_t>(std::atoi(argv[4]))};
  const size_t frame = size_t{shape.rows} * shape.columns * 2;
  std::ofstream out(argv[1], std::ios::binary);
  for (size_t at = 0; at + frame <= raw.size(); at += frame) {
    const Bytes stream = encode(codec, reinterpret_cast<const uint16_t *>(raw.data() + at), shape);
    const auto length = static_cast<uint32_t>(stream.size());
    out.write(reinterpret_cast<const char *>(&length), 4);
    out.write(reinterpret_cast<const char *>(stream.data()), static_cast<std::streamsize>(stream.size()));
  }
  return out ? 0 : 1;
}

static int decodeAll(const std::string &codec, char **argv) {
  const Bytes file = readFile(argv[0]);
  const size_t first = std::strtoul(argv[1], nullptr, 10), step = std::strtoul(argv[2], nullptr, 10);
  const bool keep = std::string(argv[3]) != "-";
  std::vector<Bytes> streams;
  size_t index = 0;
  for (size_t at = 0; at + 4 <= file.size(); index += 1) {
    uint32_t length = 0;
    std::memcpy(&length, file.data() + at, 4);
    if (index % step == first) streams.emplace_back(file.begin() + at + 4, file.begin() + at + 4 + length);
    at += 4 + length;
  }
  Bytes out;
  decode(codec, streams.at(0), out);
  std::cout << "ready" << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    const auto begin = std::chrono::steady_clock::now();
    for (const Bytes &stream : streams) decode(codec, stream, out);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << took.count() << std::endl;
  }
  if (!keep) return 0;
  std::ofstream raw(argv[3], std::ios::binary);
  for (const Bytes &stream : streams) {
    decode(codec, stream, out);
    raw.write(reinterpret_cast<const char *>(out.data()), static_cast<std::streamsize>(out.size()));
  }
  return raw ? 0 : 1;
}

int main(int argc, char **argv) {
  const std::string verb = argc > 2 ? argv[1] : "";
  if (verb == "encode" && argc == 8) return encodeAll(argv[2], argv + 3);
  if (verb == "decode" && argc == 7) return decodeAll(argv[2], argv + 3);
  fail("usage: native-codecs encode|decode CODEC …");
}
