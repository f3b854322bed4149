#!/usr/bin/env bash
# What each part of STEP2 is worth (paper, ablation): four arms and three seeds.
#
#     pip install -e '.[train]'
#     BEGIN=src/openstage/mini runs/ablation.sh FOLDER
#
# Every arm begins with the same weights, as those of the paper do, and takes half an hour of one
# CPU core. Without BEGIN each seed begins with a network that knows nothing; then an arm wants
# hours. Each line goes on where it was stopped. All arms see the same clips, for as many steps; the
# one without preferences is the first stage of the full one. Weights that know memory and pair
# already have these ahead of the arms without: look whether the arms' test errors still fall.
#
# What a part is for shows where nothing else does it. So arms are measured in two more ways: those
# with and without memory where places are told once, those with and without pair where nothing is
# remembered.
set -euo pipefail
begin=${BEGIN:+$(realpath "$BEGIN")}
readers=${READERS:+$(realpath "$READERS")}
mkdir -p "${1:?Name a folder for all that is made.}"
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$1"
size=${SIZE:-112x64}
compile=${COMPILE---compile}  # empty where there is no C++ compiler
sft=${SFT_STEPS:-1000} dpo=${DPO_STEPS:-300}

# Clips for the first stage, and some with worse pairs for the second.
openstage dataset world -o taught --clips "${CLIPS:-1000}" --size "$size"
openstage dataset world -o rated --clips "${RATED_CLIPS:-160}" --size "$size" --seed 2
openstage dataset prefer rated
if [ -z "$begin" ]; then
    openstage train vae taught -o vae --factor 8 \
        --steps "${VAE_STEPS:-3600}" --decay "${VAE_DECAY:-1000}"
fi

# Where the figures go, arm, its weights, which are drawn with what they were trained with, options.
# Frames of another size than 112x64 want readers of their own: READERS=DIR (docs/evaluation.md).
measured() {
    openstage evaluate world "$3" -o "$1/$2-$seed" ${readers:+--readers "$readers"} \
        --stories "${STORIES:-200}" --seed 70001 --batch 32 --steps 8 ${@:4}
}

# Dataset, arm, options. What all arms have alike is encoded once.
prepared() {
    local folder=$1-$2
    if [ -d "$1-full" ] && [ ! -d "$folder" ]; then
        rm -rf "$folder.part"
        mkdir "$folder.part"
        cp -r "$1-full/latents" "$1-full/texts" "$folder.part"
        mv "$folder.part" "$folder"
    fi
    openstage train prepare "$1" -o "$folder" --weights "$weights" ${@:3}
}

for seed in ${SEEDS:-1 2 3}; do
    weights=$begin
    if [ -z "$begin" ]; then
        weights=new-$seed
        openstage train new -o "$weights" --vae vae/weights --size "$size" --seed "$seed" \
            --layers "${LAYERS:-6}" --heads "${HEADS:-3}"
    fi
    while read -r arm options; do
        prepared taught "$arm" $options
        prepared rated "$arm" $options
        openstage train sft "taught-$arm" -o "sft-$arm-$seed" --weights "$weights" \
            --steps "$sft" --seed "$seed" --sheet-every 250 $compile
        openstage train dpo "rated-$arm" -o "dpo-$arm-$seed" --weights "sft-$arm-$seed/weights" \
            --steps "$dpo" --seed "$seed" --learning-rate 5e-5 --sheet-every 100 $compile
        aligned=dpo-$arm-$seed/weights
        measured figures "$arm" "$aligned"
        [ "$arm" = independent ] || measured places "$arm" "$aligned" --places-once
        [ "$arm" = no-memory ] || measured nothing "$arm" "$aligned" --budget none
    done <<ARMS
full
no-memory --budget none
independent --pair independent
ARMS
    measured figures no-preferences "sft-full-$seed/weights"
done
for each in figures places nothing; do
    echo "$each"
    python3 "$here/benchmarks/ablation.py" "$each"
done
