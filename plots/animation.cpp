// SPDX-License-Identifier: MIT
#include "plots/animation.hpp"

#include <cstdio>
#include <cstdlib>

#include "record/apng.hpp"
#include "record/file.hpp"
#include "record/png.hpp"

namespace verigan::plots {
namespace {

namespace fs = std::filesystem;

constexpr double kLastSeconds = 2;

/// A folder that goes away with its contents.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    record::make_folder(frames());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  fs::path frame(std::size_t number) const {
    char name[32];
    std::snprintf(name, sizeof name, "%05zu.png", number);
    return frames() / name;
  }
  fs::path frames() const { return path_ / "frames"; }
  fs::path film() const { return path_ / "film.mp4"; }

 private:
  fs::path path_;
};

/// A path as the shell wants it.
std::string word(const fs::path& path) {
  std::string out = "'";
  for (const char c : path.string()) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// H.264 wants even sizes and, for most players, colours at half of the resolution. False, and no film
/// of earlier frames left, where there is no ffmpeg that can.
bool write_mp4(const TemporaryFolder& workshop, const fs::path& mp4, double seconds) {
  const std::string command = message(
      "command -v ffmpeg >/dev/null 2>&1 && ffmpeg -nostdin -loglevel error -y -framerate ",
      1 / seconds, " -i ", word(workshop.frames() / "%05d.png"),
      " -vf 'pad=ceil(iw/2)*2:ceil(ih/2)*2,tpad=stop_mode=clone:stop_duration=", kLastSeconds,
      "' -pix_fmt yuv420p -movflags +faststart ", word(workshop.film()), " >/dev/null 2>&1");
  const bool made = std::system(command.c_str()) == 0 && fs::exists(workshop.film());
  if (made) {
    record::rename_file(workshop.film(), mp4);
  } else {
    fs::remove(mp4);
  }
  return made;
}

}  // namespace

std::vector<std::string> save_animation(const std::vector<Figure>& frames, const fs::path& out,
                                        const std::string& name, double seconds) {
  require(!frames.empty(), name, ": an animation of 0 frames, expected at least 1");
  const std::vector<std::string> drawn = Figure::pictures(frames);
  const TemporaryFolder workshop(out / ("." + name));
  std::vector<record::Picture> pictures;
  for (std::size_t k = 0; k < drawn.size(); ++k) {
    record::write_file(workshop.frame(k), drawn[k]);
    pictures.push_back(record::read_png(workshop.frame(k)));
  }
  record::write_apng(out / (name + ".png"), pictures, seconds, kLastSeconds);
  std::vector<std::string> files{name + ".png"};
  if (write_mp4(workshop, out / (name + ".mp4"), seconds)) files.push_back(name + ".mp4");
  return files;
}

}  // namespace verigan::plots
