// SPDX-License-Identifier: GPL-3.0-or-later
// Picture files of every format, depth and orientation, written here byte for byte: what is read is what they
// show, and what cannot be read so is refused or said.
#include <zlib.h>

#include <QBuffer>
#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <opencv2/imgcodecs.hpp>

#include "core/base/error.h"
#include "core/data/data_set.h"
#include "core/data/fitting.h"
#include "core/data/npy.h"
#include "core/data/picture_header.h"
#include "core/data/readers.h"
#include "tests/real_data.h"
#include "tests/suite.h"

using namespace adversarium;

namespace {

constexpr int kHeight = 16, kWidth = 24;

/// 0 to 255, different under every turn and mirror, smooth enough for JPEG.
int shown(int y, int x, int channel = 0) {
  return 40 + 8 * x + (channel == 1 ? 20 : 0) - 2 * y + (y < 8 && x < 8 ? 30 : 0);
}

/// Where the pixel stored at (row, column) is seen, by EXIF 2.3, 4.6.4: "the 0th row is at the visual …".
std::pair<int, int> seenAt(int orientation, int row, int column) {
  switch (orientation) {
    case 2:
      return {row, kWidth - 1 - column};
    case 3:
      return {kHeight - 1 - row, kWidth - 1 - column};
    case 4:
      return {kHeight - 1 - row, column};
    case 5:
      return {column, row};
    case 6:
      return {column, kWidth - 1 - row};
    case 7:
      return {kHeight - 1 - column, kWidth - 1 - row};
    case 8:
      return {kHeight - 1 - column, row};
    default:
      return {row, column};
  }
}

/// As a camera held so stores it; 8 or 16 bits, 1, 3 or 4 channels (blue first, as OpenCV has it).
cv::Mat stored(int orientation, int type) {
  const bool turned = orientation >= 5;
  cv::Mat picture(turned ? kWidth : kHeight, turned ? kHeight : kWidth, type);
  for (int r = 0; r < picture.rows; ++r) {
    for (int c = 0; c < picture.cols; ++c) {
      const auto [y, x] = seenAt(orientation, r, c);
      for (int k = 0; k < picture.channels(); ++k) {
        const int value = k == 3 ? 64 : shown(y, x, picture.channels() == 1 ? 0 : 2 - k);
        if (picture.depth() == CV_8U) {
          picture.ptr<uchar>(r)[c * picture.channels() + k] = static_cast<uchar>(value);
        } else {
          picture.ptr<ushort>(r)[c * picture.channels() + k] = static_cast<ushort>(257 * value);
        }
      }
    }
  }
  return picture;
}

template <class Number>
QByteArray little(Number number) {
  QByteArray bytes(sizeof(Number), '\0');
  qToLittleEndian(number, bytes.data());
  return bytes;
}
template <class Number>
QByteArray big(Number number) {
  QByteArray bytes(sizeof(Number), '\0');
  qToBigEndian(number, bytes.data());
  return bytes;
}

/// A TIFF structure with an orientation and nothing else.
QByteArray exif(int orientation) {
  return QByteArray("MM\0*", 4) + big<quint32>(8) + big<quint16>(1) + big<quint16>(0x0112) + big<quint16>(3) +
         big<quint32>(1) + big<quint16>(quint16(orientation)) + big<quint16>(0) + big<quint32>(0);
}

QByteArray encoded(const char* ending, const cv::Mat& picture, const std::vector<int>& how = {}) {
  std::vector<uchar> bytes;
  if (!cv::imencode(ending, picture, bytes, how)) return {};
  return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
}

QByteArray jpeg(const cv::Mat& picture, int orientation) {
  QByteArray bytes = encoded(".jpg", picture, {cv::IMWRITE_JPEG_QUALITY, 100});
  const QByteArray content = QByteArray("Exif\0\0", 6) + exif(orientation);
  return bytes.insert(2, QByteArray("\xFF\xE1") + big<quint16>(quint16(content.size() + 2)) + content);
}

QByteArray pngChunk(const QByteArray& name, const QByteArray& content) {
  const QByteArray checked = name + content;
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(checked.data()), uInt(checked.size()));
  return big<quint32>(quint32(content.size())) + checked + big<quint32>(quint32(sum));
}
QByteArray png(const cv::Mat& picture, int orientation) {
  constexpr int kBehindHeader = 8 + 25;
  return encoded(".png", picture).insert(kBehindHeader, pngChunk("eXIf", exif(orientation)));
}

QByteArray riffChunk(const QByteArray& name, const QByteArray& content) {
  return name + little<quint32>(quint32(content.size())) + content + QByteArray(content.size() % 2, '\0');
}
QByteArray webp(const cv::Mat& picture, int orientation) {
  const QByteArray plain = encoded(".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 101});  // without loss
  const QByteArray head = QByteArray("\x08\0\0\0", 4) + little<quint32>(quint32(picture.cols - 1)).left(3) +
                          little<quint32>(quint32(picture.rows - 1)).left(3);
  const QByteArray all = "WEBP" + riffChunk("VP8X", head) + plain.mid(12) + riffChunk("EXIF", exif(orientation));
  return "RIFF" + little<quint32>(quint32(all.size())) + all;
}

struct Tiff {
  int bits = 8, samples = 1, photometric = 1, format = 1, orientation = 1, extra = 0;
};
/// One uncompressed strip; several pages of the same content where asked.
QByteArray tiff(const Tiff& is, int width, int height, const QByteArray& content, int pages = 1) {
  QByteArray bytes = QByteArray("II*\0", 4) + little<quint32>(0) + content + QByteArray(content.size() % 2, '\0');
  qsizetype link = 4;
  for (int page = 0; page < pages; ++page) {
    const qsizetype widths = bytes.size();
    for (int i = 0; i < 4; ++i) bytes += little<quint16>(quint16(is.bits));
    qToLittleEndian(quint32(bytes.size()), bytes.data() + link);
    QList<QByteArray> entries;
    const auto entry = [&](int tag, int type, quint32 count, quint32 value) {
      entries << little<quint16>(quint16(tag)) + little<quint16>(quint16(type)) + little<quint32>(count) +
                     little<quint32>(value);
    };
    constexpr int kShort = 3, kLong = 4;
    entry(0x100, kLong, 1, quint32(width));
    entry(0x101, kLong, 1, quint32(height));
    entry(0x102, kShort, quint32(is.samples),
          is.samples > 2    ? quint32(widths)
          : is.samples == 2 ? quint32(is.bits) * 0x10001U
                            : quint32(is.bits));
    entry(0x103, kShort, 1, 1);
    entry(0x106, kShort, 1, quint32(is.photometric));
    entry(0x111, kLong, 1, 8);
    entry(0x112, kShort, 1, quint32(is.orientation));
    entry(0x115, kShort, 1, quint32(is.samples));
    entry(0x116, kLong, 1, quint32(height));
    entry(0x117, kLong, 1, quint32(content.size()));
    if (is.extra) entry(0x152, kShort, 1, 2);
    entry(0x153, kShort, 1, quint32(is.format));
    bytes += little<quint16>(quint16(entries.size())) + entries.join();
    link = bytes.size();
    bytes += little<quint32>(0);
  }
  return bytes;
}

/// The content of a TIFF: the Mat's values, red first.
QByteArray redFirst(const cv::Mat& picture) {
  QByteArray content;
  const int channels = picture.channels();
  for (int r = 0; r < picture.rows; ++r) {
    for (int c = 0; c < picture.cols; ++c) {
      for (int k = 0; k < channels; ++k) {
        const int at = c * channels + (channels >= 3 && k < 3 ? 2 - k : k);
        content += picture.depth() == CV_8U ? QByteArray(1, char(picture.ptr<uchar>(r)[at]))
                                            : little<quint16>(picture.ptr<ushort>(r)[at]);
      }
    }
  }
  return content;
}

std::vector<std::string> idsOf(const DataSet& data) {
  std::vector<std::string> ids;
  for (const DataNote& note : data.info().notes) ids.push_back(note.id);
  return ids;
}
std::string wordsOf(const DataSet& data, const std::string& id) {
  for (const DataNote& note : data.info().notes) {
    if (note.id == id) return note.words.english();
  }
  return {};
}

}  // namespace

class TestPictures : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  std::string put(const QString& name, const QByteArray& bytes) const {
    const QString path = m_folder.filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    [&] { QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size()); }();
    return path.toStdString();
  }

  void refused(const std::string& where, const QStringList& words, ImageShape shape = {}) const {
    try {
      (void)openDataSet(where, shape)->image(0);
      QFAIL("was read");
    } catch (const InputError& wrong) {
      const QString said = wrong.what();
      QVERIFY2(said.contains(QFileInfo(QString::fromStdString(where)).fileName()), wrong.what());
      for (const QString& word : words) QVERIFY2(said.contains(word), wrong.what());
    }
  }

 private slots:
  void uprightWhateverTheFormat_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("orientation");
    for (const char* kind :
         {"JPEG grey", "JPEG colour", "PNG grey", "PNG grey 16", "PNG colour", "PNG colour 16", "PNG alpha",
          "WebP colour", "TIFF grey", "TIFF grey 16", "TIFF colour", "TIFF colour 16", "TIFF alpha"}) {
      for (int orientation = 1; orientation <= 8; ++orientation)
        QTest::addRow("%s, %d", kind, orientation) << QString(kind) << orientation;
    }
  }
  void uprightWhateverTheFormat() {
    QFETCH(QString, kind);
    QFETCH(int, orientation);
    const bool grey = kind.contains("grey"), deep = kind.contains("16"), alpha = kind.contains("alpha");
    const cv::Mat picture = stored(orientation, CV_MAKETYPE(deep ? CV_16U : CV_8U, grey ? 1 : alpha ? 4 : 3));
    QByteArray bytes;
    if (kind.startsWith("JPEG")) bytes = jpeg(picture, orientation);
    if (kind.startsWith("PNG")) bytes = png(picture, orientation);
    if (kind.startsWith("WebP")) bytes = webp(picture, orientation);
    if (kind.startsWith("TIFF")) {
      const Tiff is{deep ? 16 : 8, picture.channels(), grey ? 1 : 2, 1, orientation, alpha};
      bytes = tiff(is, picture.cols, picture.rows, redFirst(picture));
    }
    const std::string file = put(kind + ".picture.png", bytes);  // the content counts, not the name
    for (const ImageShape& shape : {ImageShape{}, ImageShape{grey ? 1 : 3, kHeight, kWidth}}) {
      const auto data = openDataSet(file, shape);
      QCOMPARE(data->info().channels, grey ? 1 : 3);
      QCOMPARE(data->info().height, kHeight);
      QCOMPARE(data->info().width, kWidth);
      const Image image = data->image(0);
      const float most = kind.startsWith("JPEG") ? 0.06F : 1e-6F;
      for (int c = 0; c < image.channels; ++c) {
        for (int y = 0; y < kHeight; ++y) {
          for (int x = 0; x < kWidth; ++x) {
            const float expected = float(shown(y, x, c)) / 255;
            QVERIFY2(std::abs(image.at(c, y, x) - expected) <= most,
                     qPrintable(QString("%1,%2: %3 for %4").arg(y).arg(x).arg(image.at(c, y, x)).arg(expected)));
          }
        }
      }
      QCOMPARE(idsOf(*data), alpha ? std::vector<std::string>{"transparency"} : std::vector<std::string>{});
    }
  }

  /// An unknown orientation is none.
  void damagedOrientationIsUpright() {
    const cv::Mat picture = stored(1, CV_8UC1);
    const Image image = openDataSet(put("nine.png", png(picture, 9)))->image(0);
    QCOMPARE(image.at(0, 3, 5), float(shown(3, 5)) / 255);
  }

  void fractionsAreTakenAsTheyAre() {
    const auto fractions = [](std::initializer_list<float> values) {
      QByteArray content;
      for (const float value : values) content += little(value);
      return content;
    };
    const Tiff kind{32, 1, 1, 3, 1, 0};
    const auto data = openDataSet(put("f.tif", tiff(kind, 2, 2, fractions({0, 0.25F, 0.5F, 1}))));
    QCOMPARE(data->image(0).planes, (std::vector<float>{0, 0.25F, 0.5F, 1}));
    const auto nearly = openDataSet(put("r.tif", tiff(kind, 2, 2, fractions({-1e-7F, 0.25F, 0.5F, 1.0000001F}))));
    QCOMPARE(nearly->image(0).planes, (std::vector<float>{0, 0.25F, 0.5F, 1}));
    refused(put("b.tif", tiff(kind, 2, 2, fractions({0, 64, 128, 255}))), {"64", "divide by 255"});
    refused(put("n.tif", tiff(kind, 2, 2, fractions({0, NAN, 0, 0}))), {"nan"});
    refused(put("m.tif", tiff(kind, 2, 2, fractions({0, -0.5F, 0, 0}))), {"-0.5"});
  }

  void numbersWithoutBlackAndWhiteAreRefused_data() {
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("format");
    QTest::newRow("int32") << 32 << 2;
    QTest::newRow("uint32") << 32 << 1;
    QTest::newRow("int16") << 16 << 2;
    QTest::newRow("int8") << 8 << 2;
  }
  void numbersWithoutBlackAndWhiteAreRefused() {
    QFETCH(int, bits);
    QFETCH(int, format);
    refused(put("whole.tif", tiff({bits, 1, 1, format, 1, 0}, 2, 2, QByteArray(4 * bits / 8, '\1'))),
            {QString::number(bits), "save it"});
  }
  void whiteIsZero() {
    const Image image =
        openDataSet(put("w.tif", tiff({8, 1, 0, 1, 1, 0}, 2, 1, QByteArray("\0\xFF", 2))))->image(0);
    QCOMPARE(image.planes, (std::vector<float>{1, 0}));
    refused(put("w16.tif", tiff({16, 1, 0, 1, 1, 0}, 2, 1, QByteArray(4, '\0'))), {"16", "save it"});
  }

  void pagesAreCounted() {
    const auto data = openDataSet(put("p.tif", tiff({}, 2, 2, QByteArray(4, '\x33'), 3)));
    for (const float value : data->image(0).planes) QVERIFY(std::abs(value - 0.2F) < 1e-6F);
    QCOMPARE(idsOf(*data), std::vector<std::string>{"pages"});
  }

  /// A PGM says which value is white.
  void whiteOfPgm_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("binary, 15") << QByteArray("P5\n# of a camera\n3 1\n15\n") + QByteArray("\0\x05\x0F", 3);
    QTest::newRow("binary, 4095") << QByteArray("P5 3 1 4095\n") + QByteArray("\0\0\x05\x55\x0F\xFF", 6);
    QTest::newRow("plain, 30") << QByteArray("P2\n3 1\n30\n0 10 30\n");
    QTest::newRow("plain, 3000") << QByteArray("P2\n3 1\n3000\n0 1000 3000\n");
    QTest::newRow("binary, 255") << QByteArray("P5 3 1 255\n") + QByteArray("\0\x55\xFF", 3);
  }
  void whiteOfPgm() {
    QFETCH(QByteArray, bytes);
    const Image image = openDataSet(put("w.pgm", bytes))->image(0);
    const std::vector<float> expected{0, 1 / 3.0F, 1};
    for (std::size_t i = 0; i < 3; ++i) QVERIFY2(std::abs(image.planes[i] - expected[i]) < 1e-6F, bytes);
  }
  void bitmaps() {
    for (const QByteArray& bytes : {QByteArray("P1\n2 1\n1 0\n"), QByteArray("P4\n2 1\n\x80")}) {
      const Image image = openDataSet(put("b.pbm.pnm", bytes))->image(0);
      QCOMPARE(image.planes, (std::vector<float>{0, 1}));
    }
  }

  void greyWithTransparencyIsGrey() {
    // Colour type 4: grey and transparency.
    const QByteArray rows("\0\x33\xFF\x66\x00", 5);  // no filter, two pixels
    QByteArray packed(64, '\0');
    uLongf size = uLongf(packed.size());
    QCOMPARE(compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
                      uLong(rows.size())),
             Z_OK);
    packed.truncate(qsizetype(size));
    const QByteArray bytes =
        QByteArray("\x89PNG\r\n\x1a\n") +
        pngChunk("IHDR", big<quint32>(2) + big<quint32>(1) + QByteArray("\x08\x04\0\0\0", 5)) +
        pngChunk("IDAT", packed) + pngChunk("IEND", {});
    const auto data = openDataSet(put("la.png", bytes));
    QCOMPARE(data->info().channels, 1);
    QVERIFY(std::abs(data->image(0).planes[0] - 0.2F) < 1e-6F &&
            std::abs(data->image(0).planes[1] - 0.4F) < 1e-6F);
    QCOMPARE(idsOf(*data), std::vector<std::string>{"transparency"});
    const PictureWithAlpha both = decodeWithAlpha(put("la.png", bytes));
    QCOMPARE(both.picture.planes, data->image(0).planes);
    QCOMPARE(both.alpha.planes, (std::vector<float>{1, 0}));
  }

  /// By what the header says: nothing is decoded, whatever the file's size.
  void hugeIsRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("PNG") << QByteArray("\x89PNG\r\n\x1a\n") +
                                pngChunk("IHDR", big<quint32>(16000) + big<quint32>(16000) +
                                                     QByteArray("\x08\x00\0\0\0", 5));
    QByteArray photo = encoded(".jpg", cv::Mat(8, 8, CV_8UC3, cv::Scalar(1, 2, 3)));
    const qsizetype frame = photo.indexOf(QByteArray("\xFF\xC0"));
    photo.replace(frame + 5, 4, big<quint16>(16000) + big<quint16>(16000));
    QTest::newRow("JPEG") << photo;
    QTest::newRow("WebP") << "RIFF" + little<quint32>(30) + "WEBP" +
                                 riffChunk("VP8X", QByteArray("\0\0\0\0", 4) + little<quint32>(15999).left(3) +
                                                       little<quint32>(15999).left(3));
    QTest::newRow("TIFF") << tiff({}, 16000, 16000, QByteArray(4, '\1'));
    QTest::newRow("TIFF of 16 bits") << tiff({16, 3, 2, 1, 1, 0}, 8000, 8000, QByteArray(4, '\1'));
    QTest::newRow("PGM") << QByteArray("P5 16000 16000 255\n");
    QTest::newRow("PPM, overflowing") << QByteArray("P6 4294967296 4294967296 255\n");
    QByteArray bitmap = encoded(".bmp", cv::Mat(4, 4, CV_8UC3, cv::Scalar(1, 2, 3)));
    bitmap.replace(18, 8, little<qint32>(16000) + little<qint32>(-16000));
    QTest::newRow("BMP") << bitmap;
  }
  void hugeIsRefused() {
    QFETCH(QByteArray, bytes);
    refused(put("huge.png", bytes), {"pixels", "million"}, {3, 8, 8});
  }
  void othersAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("GIF") << QByteArray("GIF89a\x80\x3e\x80\x3e");
    QTest::newRow("OpenEXR") << QByteArray("\x76\x2f\x31\x01\x02\0\0\0", 8);
    QTest::newRow("JPEG 2000") << QByteArray("\0\0\0\x0CjP  \r\n\x87\n", 12);
    QTest::newRow("Radiance") << QByteArray("#?RADIANCE\n\n-Y 9 +X 9\n");
    QTest::newRow("Sun raster") << QByteArray("\x59\xa6\x6a\x95", 4);
    QTest::newRow("text") << QByteArray("this is no picture");
  }
  void othersAreRefused() {
    QFETCH(QByteArray, bytes);
    refused(put("other.png", bytes), {"PNG, JPEG"});
  }
  void jpegOfEndlessScansIsRefused() {
    QByteArray bytes = encoded(".jpg", cv::Mat(32, 32, CV_8UC1, cv::Scalar(9)), {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
    bytes.chop(2);
    for (int i = 0; i < 300; ++i) bytes += QByteArray("\xFF\xDA\0\x08\x01\x01\0\0\0\0", 10);
    refused(put("scans.jpg", bytes + "\xFF\xD9"), {"scans"});
  }
  void largePhotographsShrinkWhileDecoded() {
    cv::Mat large(2048, 3072, CV_8UC3);
    for (int y = 0; y < large.rows; ++y) {
      for (int x = 0; x < large.cols; ++x) large.at<cv::Vec3b>(y, x) = cv::Vec3b(uchar(x / 16), uchar(y / 16), 90);
    }
    const std::string photo = put("large.jpg", encoded(".jpg", large, {cv::IMWRITE_JPEG_QUALITY, 95}));
    const std::string exact = put("large.png", encoded(".png", large));
    const Image reduced = decodeImage(photo, {3, 32, 32}), whole = decodeImage(exact, {3, 32, 32});
    for (std::size_t i = 0; i < whole.planes.size(); ++i)
      QVERIFY(std::abs(reduced.planes[i] - whole.planes[i]) < 0.02F);
  }

  void middleParts_data() {
    QTest::addColumn<QSize>("from");
    QTest::addColumn<QSize>("to");
    QTest::addColumn<QRect>("part");
    QTest::newRow("the same") << QSize(28, 28) << QSize(28, 28) << QRect(0, 0, 28, 28);
    QTest::newRow("the same ratio") << QSize(4000, 3000) << QSize(40, 30) << QRect(0, 0, 4000, 3000);
    QTest::newRow("wide") << QSize(4000, 3000) << QSize(32, 32) << QRect(500, 0, 3000, 3000);
    QTest::newRow("high") << QSize(92, 112) << QSize(46, 46) << QRect(0, 10, 92, 92);
    QTest::newRow("a pixel less than a ratio") << QSize(301, 200) << QSize(3, 2) << QRect(0, 0, 300, 200);
    QTest::newRow("a line") << QSize(1000, 1) << QSize(8, 8) << QRect(499, 0, 1, 1);
  }
  void middleParts() {
    QFETCH(QSize, from);
    QFETCH(QSize, to);
    QFETCH(QRect, part);
    const Window window = middlePart(from.height(), from.width(), to.height(), to.width());
    QCOMPARE(QRect(window.left, window.top, window.width, window.height), part);
  }

  /// A photograph keeps its ratio: a circle stays round, and what is cut off is said.
  void photographsAreNotSqueezed() {
    cv::Mat photo(300, 400, CV_8UC3, cv::Scalar(0, 0, 0));
    photo(cv::Rect(100, 50, 200, 200)).setTo(cv::Scalar(255, 255, 255));
    const auto data = openDataSet(put("photo.png", encoded(".png", photo)), {3, 30, 30});
    const Image image = data->image(0);
    for (int y = 0; y < 30; ++y) {
      for (int x = 0; x < 30; ++x) {
        const bool inside = y >= 5 && y < 25 && x >= 5 && x < 25;
        QVERIFY(std::abs(image.at(1, y, x) - (inside ? 1.0F : 0.0F)) < 1e-5F);
      }
    }
    QCOMPARE(idsOf(*data), (std::vector<std::string>{"input-size", "input-ratio"}));
    const std::string size = wordsOf(*data, "input-size");
    QVERIFY2(size.find("400×300") != std::string::npos && size.find("30×30") != std::string::npos, size.c_str());
    QVERIFY(wordsOf(*data, "input-ratio").find("25.0 %") != std::string::npos);
  }

  void everyChangeIsSaidOnce_data() {
    QTest::addColumn<ImageShape>("wanted");
    QTest::addColumn<QStringList>("ids");
    QTest::newRow("none") << ImageShape{} << QStringList{};
    QTest::newRow("its own") << ImageShape{1, 4, 6} << QStringList{};
    QTest::newRow("colour") << ImageShape{3, 4, 6} << QStringList{"input-channels"};
    QTest::newRow("size") << ImageShape{1, 8, 12} << QStringList{"input-size"};
    QTest::newRow("all") << ImageShape{3, 32, 32} << QStringList{"input-size", "input-ratio", "input-channels"};
  }
  void everyChangeIsSaidOnce() {
    QFETCH(ImageShape, wanted);
    QFETCH(QStringList, ids);
    writeNpy(put("small/x.npy", {}), {2, 1, 4, 6}, std::vector<float>(48, 0.5F));
    const cv::Mat grey(4, 6, CV_8UC1, cv::Scalar(100));
    put("folder/a/1.png", encoded(".png", grey));
    put("folder/b/1.bmp", encoded(".bmp", grey));
    for (const char* place : {"small/x.npy", "folder", "folder/a/1.png"}) {
      const auto data = openDataSet(m_folder.filePath(place).toStdString(), wanted);
      QStringList said;
      for (const std::string& id : idsOf(*data)) said << QString::fromStdString(id);
      QVERIFY2(said == ids, place);
      QCOMPARE(data->image(0).planes.size(),
               std::size_t(data->info().channels) * std::size_t(data->info().height * data->info().width));
    }
  }

  /// Where one picture has colours the data has, and every other size is counted.
  void mixedFolders() {
    put("mixed/a/1.png", encoded(".png", cv::Mat(10, 10, CV_8UC1, cv::Scalar(51))));
    put("mixed/a/2.png", encoded(".png", cv::Mat(20, 20, CV_8UC3, cv::Scalar(0, 0, 255))));
    put("mixed/a/3.png", encoded(".png", cv::Mat(10, 40, CV_8UC1, cv::Scalar(51))));
    const auto data = openDataSet(m_folder.filePath("mixed").toStdString());
    QCOMPARE(data->info().channels, 3);
    QCOMPARE(data->info().height, 10);
    QCOMPARE(data->image(0).at(2, 0, 0), 0.2F);
    QCOMPARE(data->image(1).at(0, 5, 5), 1.0F);
    QCOMPARE(data->image(1).at(2, 5, 5), 0.0F);
    QCOMPARE(idsOf(*data), (std::vector<std::string>{"input-size", "input-ratio", "input-channels"}));
    const std::string size = wordsOf(*data, "input-size");
    QVERIFY2(size.find("2 of 3 images") != std::string::npos && size.find("20×20") != std::string::npos &&
                 size.find("40×10") != std::string::npos,
             size.c_str());
    QVERIFY(wordsOf(*data, "input-ratio").find("1 of 3 images") != std::string::npos);
    QVERIFY(wordsOf(*data, "input-channels").find("2 of 3 images") != std::string::npos);
  }

  void whatNoRuleFitsIsRefused() {
    put("t.csv", "age,pet,rich\n10,cat,no\n30,dog,yes\n20,cat,no\n");
    const std::string table = m_folder.filePath("t.csv").toStdString();
    refused(table, {"rows of 3", "48×48"}, {3, 48, 48});
    refused(table, {"rows of 3", "rows of 4"}, {1, 1, 4});
    const std::string picture = put("c.png", encoded(".png", cv::Mat(4, 4, CV_8UC3, cv::Scalar(1, 2, 3))));
    refused(picture, {"4 channels"}, {4, 4, 4});
    refused(picture, {"2 channels"}, {2, 8, 8});
    refused(picture, {"rows of 16"}, {1, 1, 16});
  }

  void roundingInNpy() {
    writeNpy(put("n/x.npy", {}), {2, 1, 1, 2}, std::vector<float>{1.0000001F, -1e-7F, 0.5F, 1.001F});
    const auto data = openDataSet(m_folder.filePath("n/x.npy").toStdString());
    QCOMPARE(data->image(0).planes, (std::vector<float>{1, 0}));
    try {
      (void)data->image(1);
      QFAIL("1.001 is no rounding");
    } catch (const InputError& wrong) {
      QVERIFY2(QString(wrong.what()).contains("image 1: value 1.001"), wrong.what());
    }
  }

  void realPhotographs() {
    const QString where = realData("photos/pictures");
    if (where.isEmpty()) QSKIP("the photographs are not there (ADVERSARIUM_DATA)");
    const auto data = openDataSet(where.toStdString(), {3, 128, 128});
    QVERIFY(!wordsOf(*data, "input-size").empty() && !wordsOf(*data, "input-ratio").empty());
  }
};

ADVERSARIUM_SUITE(TestPictures)
#include "test_pictures.moc"
