#!/usr/bin/env bash
# The 20 B model in two stages on 8 GPUs, as in the paper (section 3.3): LoRA of rank 64 on the
# transformer and on the understanding model, then preferences.
#
#     pip install 'openstage[train]'
#     runs/full.sh WEIGHTS DATASET FOLDER
#
# WEIGHTS is what `openstage weights convert` has written; DATASET has clips and preferences in the
# format of `openstage dataset`. Each line goes on where it was stopped.
set -euo pipefail
weights=${1:?Name the folder of converted weights.}
dataset=${2:?Name the folder of the dataset.}
folder=${3:?Name a folder for all that is made.}

# Every process has its share of every weight.
on_gpus() {
    torchrun --standalone --nproc-per-node "${GPUS:-8}" --no-python openstage "$@" \
        --lora "${LORA_RANK:-64}" --batch "${BATCH:-1}" --checkpointing
}

# Frames to latents, once.
openstage train prepare "$dataset" -o "$folder/ready" --weights "$weights"

# Stage 1, flow matching on true pairs.
on_gpus train sft "$folder/ready" -o "$folder/sft" --weights "$weights" \
    --steps "${SFT_STEPS:-100000}" --learning-rate 1e-4

# Stage 2, preferences; the LoRA of stage 1 is merged first.
on_gpus train dpo "$folder/ready" -o "$folder/dpo" --weights "$folder/sft/weights" \
    --steps "${DPO_STEPS:-20000}" --learning-rate 5e-6

echo "Draw with it: openstage make STORY --artist step2 --weights $folder/dpo/weights"
