#!/usr/bin/env bash
# The mini, on from where it is: hours on two CPU cores; a CUDA GPU trains it faster, while clips
# are drawn by the CPU.
#
#     pip install -e '.[train]'
#     runs/mini.sh FOLDER
#
# It goes on from the weights that the program has; of steps it counts its own. Each line goes on
# where it was stopped: run it again, or with larger numbers of either stage (in the environment, as
# in SFT_STEPS=60000 runs/mini.sh FOLDER) to train for longer. Another VAE, or one of more clips, is
# another experiment, and so is another version of openstage: give it another folder.
#
#     BEGIN= runs/mini.sh FOLDER
#
# begins with nothing, and BEGIN=WEIGHTS with others. LAYERS, HEADS and VAE_STEPS are of a beginning
# with nothing; SIZE too, or it is that of the weights.
set -euo pipefail
begin=${BEGIN-$(dirname "$0")/../src/openstage/mini}
begin=${begin:+$(realpath "$begin")}
readers=${READERS:+$(realpath "$READERS")}
mkdir -p "${1:?Name a folder for all that is made.}"
cd "$1"
size=${SIZE:-112x64}
compile=${COMPILE---compile}  # empty where there is no C++ compiler

# Stories of the previz world, filmed; and each true pair against worse ones.
openstage dataset world -o data --clips "${CLIPS:-1000}" --size "$size"
openstage dataset prefer data

if [ -z "$begin" ]; then
    # From frames to latents and back.
    openstage train vae data -o vae --factor 8 \
        --steps "${VAE_STEPS:-3600}" --decay "${VAE_DECAY:-1000}"

    # A STEP2 that knows nothing yet.
    begin=new
    openstage train new -o new --vae vae/weights --size "$size" \
        --layers "${LAYERS:-6}" --heads "${HEADS:-3}"
fi

# Stage 1, flow matching on true pairs; the clips are drawn while they are prepared.
openstage train prepare -o taught --weights "$begin" --size "$size" \
    --seed 1 --clips "${SFT_CLIPS:-4000}"
steps=${SFT_STEPS:-30000} dpo=${DPO_STEPS:-300}
openstage train sft taught -o sft --weights "$begin" --steps "$steps" \
    --learning-rate 1e-3 $compile

# Stage 2, preferences, from where stage 1 is now.
openstage train prepare data -o preferred --weights "$begin"
openstage train dpo preferred -o "dpo-$steps" --weights sft/weights --steps "$dpo" \
    --learning-rate 1.5e-4 $compile

mini=mini-$steps-$dpo
openstage weights pack "dpo-$steps/weights" -o "$mini"

# What readers see in the pairs of stories that nobody has seen. Those of the program read frames of
# 112x64; READERS=DIR names others (docs/evaluation.md).
openstage evaluate world "$mini" -o "figures-$steps-$dpo" ${readers:+--readers "$readers"} \
    --stories "${STORIES:-40}" --seed 70001
openstage evaluate words "$mini" -o "words-$steps-$dpo" ${readers:+--readers "$readers"}
