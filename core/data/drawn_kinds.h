// SPDX-License-Identifier: GPL-3.0-or-later
/// What the built-in drawings show; a further kind is a pair of functions here and a row in drawn_data.cpp.
#pragma once

#include <string>
#include <vector>

#include "core/data/drawn_random.h"
#include "core/data/image.h"

namespace adversarium {

/// Twenty road signs as they stand in Germany.
const std::vector<std::string>& signNames();
/// 3×48×48, eight bits a channel.
Image drawSign(int label, DrawnRandom& random);

/// "0" to "9".
const std::vector<std::string>& digitNames();
/// 1×28×28, white on black, centred as in MNIST.
Image drawDigit(int label, DrawnRandom& random);

/// Twenty people whom a model may know and nobody else.
const std::vector<std::string>& faceNames();
/// 3×48×48, eight bits a channel.
Image drawFace(int label, DrawnRandom& random);
/// Eighty others, from whom faces in general can be learned.
const std::vector<std::string>& publicFaceNames();
Image drawPublicFace(int label, DrawnRandom& random);
/// What a person of either group has in every picture.
struct FaceTraits {
  bool glasses = false, beard = false;
};
FaceTraits traitsOfFace(int label);
FaceTraits traitsOfPublicFace(int label);

}  // namespace adversarium
