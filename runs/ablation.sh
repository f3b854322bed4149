#!/usr/bin/env bash
# What each part of STEP2 is worth (paper, ablation): four arms and three seeds, with frames and
# models so small that an arm takes half an hour on two CPU cores.
#
#     runs/ablation.sh FOLDER
#
# Each line goes on where it was stopped. All arms see the same clips, for as many steps.
set -euo pipefail
mkdir -p "${1:?Name a folder for all that is made.}"
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$1"
size=${SIZE:-64x32}
compile=${COMPILE---compile}  # empty where there is no C++ compiler
sft=${SFT_STEPS:-30000} dpo=${DPO_STEPS:-1500}

openstage dataset world -o data --clips "${CLIPS:-2000}" --size "$size"
openstage dataset prefer data
openstage train vae data -o vae --factor 8 --steps "${VAE_STEPS:-6000}" --decay "${VAE_DECAY:-1500}"
openstage evaluate frames -o frames --clips "${READER_CLIPS:-700}" --seed 90001 --size "$size"
openstage evaluate readers frames -o readers \
    --steps "${READER_STEPS:-8000}" --decay "${READER_DECAY:-2500}"

# Arm, what it is trained and drawn with, its weights.
measured() {
    openstage evaluate world "$3" -o "figures/$1-$seed" $2 --readers readers/weights \
        --stories "${STORIES:-200}" --seed 70001 --size "$size" --batch 32
}

for seed in ${SEEDS:-1 2 3}; do
    openstage train new -o "new-$seed" --vae vae/weights --size "$size" --seed "$seed" \
        --layers "${LAYERS:-5}" --heads "${HEADS:-2}"
    while read -r arm options; do
        openstage train prepare data -o "ready-$arm" --weights "new-$seed" $options
        openstage train sft "ready-$arm" -o "sft-$arm-$seed" --weights "new-$seed" \
            --steps "$sft" --seed "$seed" $compile
        openstage train dpo "ready-$arm" -o "dpo-$arm-$seed" --weights "sft-$arm-$seed/weights" \
            --steps "$dpo" --seed "$seed" $compile
        measured "$arm" "$options" "dpo-$arm-$seed/weights"
    done <<ARMS
full --budget paper
no-memory --budget none
independent --pair independent
ARMS
    # Without preferences: the second stage as in all arms, but that nothing is preferred.
    openstage train dpo ready-full -o "dpo-no-preferences-$seed" --weights "sft-full-$seed/weights" \
        --steps "$dpo" --seed "$seed" --beta 0 $compile
    measured no-preferences "--budget paper" "dpo-no-preferences-$seed/weights"
done
python "$here/benchmarks/ablation.py" figures
